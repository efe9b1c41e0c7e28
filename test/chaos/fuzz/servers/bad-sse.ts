// A bad server on HTTP+SSE, whose answers share one stream with whatever else it says.
import type { ServerResponse } from 'node:http';
import type { Handler } from './bad-servers.ts';
import { answerTo, tokenIn, type Request } from './facts.ts';
import { goAway, strayEvent } from './http-plan.ts';
import { httpOdds, planFor, rightAnswer, spoiledAnswer } from './plans.ts';

export function sseHandler(name: string): Handler {
  let count = 0;
  const streams = new Map<string, ServerResponse>();

  function call(asked: Request, response: ServerResponse, stream: ServerResponse): void {
    const token = tokenIn(asked);
    const { ending, random } = planFor(name, token, httpOdds);
    const of = { server: name, id: JSON.stringify(asked.id), token, isModern: false };
    if (ending === 'gone') {
      if (random.chance(0.7)) goAway(random, response);
      else stream.destroy();
      return;
    }
    response.writeHead(202).end();
    // In one piece, as others' events go over this stream too.
    stream.write(Buffer.concat(Array.from({ length: random.int(0, 2) }, () => strayEvent(random))));
    if (ending === 'spoiled') say(stream, spoiledAnswer(random, of));
    if (ending !== 'silent') say(stream, rightAnswer(of));
  }

  return (request, response, body) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    if (request.method === 'GET' && pathname === '/sse') {
      const id = String(++count);
      streams.set(id, response);
      response.on('close', () => streams.delete(id));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: endpoint\ndata: /messages?s=${id}\n\n`);
      return;
    }
    const stream = streams.get(searchParams.get('s') ?? '');
    if (request.method !== 'POST' || stream === undefined) {
      response.writeHead(404).end();
      return;
    }
    const asked = JSON.parse(body) as Request;
    if (asked.method === 'tools/call') {
      call(asked, response, stream);
      return;
    }
    response.writeHead(202).end();
    if (asked.id !== undefined && asked.method !== undefined) say(stream, answerTo(asked, name, false));
  };
}

/** An event, whatever line ends are in it. */
function say(stream: ServerResponse, message: string): void {
  stream.write(`event: message\ndata: ${message.replaceAll(/[\r\n]/g, '')}\n\n`);
}
