// Who has the port that we wanted: where it is another Patchbay, the message can say so, with its process.
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';

const answerWithinMs = 1000;

/** The error with the other Patchbay named in it, where there is one on its port; any other error as it is. */
export async function namePortOwner(error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'PORT_TAKEN') return error;
  const { port } = error.details;
  if (typeof port !== 'number' || !error.message.startsWith(`Port ${port} `)) return error;
  const health = await healthOf(port);
  if (health === null) return error;
  const who = typeof health['pid'] === 'number' ? ` (process ${health['pid']})` : '';
  return new AppError('PORT_TAKEN', `Port ${port} is used by another Patchbay${who}.`, {
    details: { ...error.details, ...(who === '' ? {} : { pid: health['pid'] }) },
    expected: `Use that one, or stop it first. ${error.expected ?? ''}`.trim(),
    cause: error,
  });
}

async function healthOf(port: number): Promise<Record<string, unknown> | null> {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const answer: unknown = await (await fetch(`http://127.0.0.1:${port}/health`, { signal })).json();
    return isRecord(answer) && answer['name'] === 'patchbay' ? answer : null;
  } catch {
    return null;
  }
}
