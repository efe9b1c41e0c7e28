// Ports of this machine, for tests that need to know one beforehand.
import { createServer, type AddressInfo, type Server } from 'node:net';
import { onTestFinished } from 'vitest';

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = await listen();
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A port on which somebody else listens until the test is over. */
export async function takenPort(): Promise<number> {
  const server = await listen();
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Whoever connects is sent away, so that nothing hangs on a stranger that never answers.
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
