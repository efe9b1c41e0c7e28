// Whether a port could be listened on: by doing it for a moment.
import { createServer } from 'node:net';
import type { PortFact } from './types.ts';

/** Listens and lets go at once. */
export async function probePort(host: string, port: number): Promise<PortFact> {
  const code = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
  if (code === null) return { host, port, use: 'free' };
  return { host, port, use: code === 'EADDRINUSE' ? 'taken' : 'not-allowed' };
}
