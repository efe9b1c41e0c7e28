// Who has the port that we wanted: where it is another Patchbay, the message can say so, with its process.
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { text } from 'node:stream/consumers';
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
  for (const scheme of ['http', 'https'] as const) {
    try {
      const answer: unknown = JSON.parse(await ask(`${scheme}://127.0.0.1:${port}/health`));
      if (isRecord(answer) && answer['name'] === 'patchbay') return answer;
    } catch {
      // Nobody who speaks that, or nobody who says who it is.
    }
  }
  return null;
}

function ask(url: string): Promise<string> {
  const signal = AbortSignal.timeout(answerWithinMs);
  // Whose certificate it is says no more than an answer by http would: nothing secret is sent, a number is read.
  const options = { agent: false, signal, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestSecure : requestPlain;
    const asked = request(url, options, (response) => void text(response).then(resolve, reject));
    asked.on('error', reject);
    asked.end();
  });
}
