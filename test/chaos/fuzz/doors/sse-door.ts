// Clients of the HTTP+SSE transport: garbage POSTed to the address of a stream, and after each piece a good request, whose
// answer has to come on the stream.
import { get, type ClientRequest } from 'node:http';
import { createParser } from 'eventsource-parser';
import { within } from '../../kit/deadline.ts';
import type { FuzzStage } from '../fuzz-stage.ts';
import { rawRequest } from '../texts/http-request.ts';
import { rpcBytes } from '../texts/rpc-text.ts';
import { deadlineMs, type Door } from './door.ts';
import { judge } from './judge.ts';
import { sendRaw } from './send-raw.ts';

const tools = ['echo', 'echo__echo'] as const;

interface Stream {
  /** Path and query. */
  readonly endpoint: string;
  /** Resolves when an answer with this id, a text, has come. */
  answered(id: string): Promise<void>;
  close(): void;
}

export function sseDoor({ place: { port } }: FuzzStage): Door {
  // Of each lane, at each address.
  const streams = new Map<string, Promise<Stream>>();
  const streamOf = (slot: string, path: string): Promise<Stream> => {
    const stream = streams.get(slot) ?? openStream(port, path);
    streams.set(slot, stream);
    return stream;
  };
  return {
    name: 'clients, HTTP+SSE',
    share: 0.06,
    lanes: 8,
    attack: async (random, index, lane) => {
      const path = random.pick(['/sse', '/mcp/echo'] as const);
      const slot = `${lane} ${path}`;
      const stream = await streamOf(slot, path);
      const request = rawRequest(random, port, {
        method: 'POST',
        path: stream.endpoint,
        headers: [],
        body: rpcBytes(random, { tools: [...tools] }),
      });
      const verdict = judge(request, await sendRaw(port, request, deadlineMs));
      const isLast = random.chance(0.02);
      const id = `ping ${index}`;
      const answered = stream.answered(id);
      const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' }));
      const head = `POST ${stream.endpoint} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
      const bytes = Buffer.concat([Buffer.from(head), body]);
      const accepted = await sendRaw(port, { bytes, isComplete: true }, deadlineMs);
      const isAnswered = await within('The answer to a good request', deadlineMs, answered).then(
        () => true,
        () => false,
      );
      if (isLast || !isAnswered) {
        stream.close();
        streams.delete(slot);
      }
      if (verdict.fault !== null || isAnswered) return verdict;
      const sent = request.bytes.toString('latin1').slice(0, 1500);
      return {
        outcome: 'no answer',
        fault: `A good request after it (${accepted.status}) has no answer:\n${sent}`,
      };
    },
    close: async () => {
      for (const stream of await Promise.all(streams.values())) stream.close();
      streams.clear();
    },
  };
}

function openStream(port: number, path: string): Promise<Stream> {
  const waiting = new Map<string, () => void>();
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream' };
    const asked: ClientRequest = get({ port, path, headers, agent: false }, (response) => {
      const parser = createParser({
        onEvent: ({ event, data }) => {
          if (event !== 'endpoint') {
            settle(data, waiting);
            return;
          }
          resolve({
            endpoint: data,
            answered: (id) => new Promise((done) => waiting.set(id, done)),
            close: () => asked.destroy(),
          });
        },
      });
      response.setEncoding('utf8').on('data', (text: string) => parser.feed(text));
      response.on('error', () => undefined);
    });
    asked.on('error', reject);
  });
}

function settle(data: string, waiting: Map<string, () => void>): void {
  // Whatever the gateway sends is JSON; anything else ends this program.
  const { id } = JSON.parse(data) as { readonly id?: unknown };
  if (typeof id !== 'string') return;
  waiting.get(id)?.();
  waiting.delete(id);
}
