// Why the gateway cannot listen where it should, and what to do about it.
import { AppError } from '../../../shared/errors.ts';

/** AppError PORT_TAKEN. */
export function listenError(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const ways = 'Choose another port with --port, PATCHBAY_PORT, or "gateway": { "port": … } in config.json.';
  if (code === 'EADDRINUSE') {
    return new AppError('PORT_TAKEN', `Port ${port} on ${host} is used by another program.`, {
      expected: ways,
      details: { port },
    });
  }
  if (code === 'EACCES') {
    return new AppError('PORT_TAKEN', `Port ${port} may not be used without special rights.`, {
      expected: ways,
      details: { port },
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('PORT_TAKEN', `Cannot listen on ${host}, port ${port}: ${reason}.`, {
    expected: ways,
    cause: error,
  });
}
