// A bare pipe of node:http: requests and answers pass as they come, on connections that are kept. What a gateway in front of
// a server behind a URL can at best be. Usage: node pipe.ts URL; prints its own URL.
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const target = new URL(process.argv[2] ?? '');
const agent = new Agent({ keepAlive: true, maxSockets: 512 });

const server = createServer((incoming, outgoing) => {
  const { hostname: host, port, pathname: path } = target;
  const { method, headers } = incoming;
  const onward = request({ host, port, path, method, headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
});
server.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`),
);
