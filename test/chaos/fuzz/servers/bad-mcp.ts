// A bad server on Streamable HTTP, of either era. With every other call it also says something on a stream that stays open:
// the session's own, or a subscription.
import type { ServerResponse } from 'node:http';
import type { Random } from '../../kit/random.ts';
import type { Handler } from './bad-servers.ts';
import { answerTo, tokenIn, type Request } from './facts.ts';
import { answerByPlan, strayEvent } from './http-plan.ts';
import { httpOdds, planFor } from './plans.ts';

const eventStream = { 'content-type': 'text/event-stream' };
const longestStreams = 50;

export function mcpHandler(name: string, isModern: boolean): Handler {
  const streams = new Set<ServerResponse>();

  function keep(response: ServerResponse): void {
    response.writeHead(200, eventStream).flushHeaders();
    response.on('close', () => streams.delete(response));
    streams.add(response);
    if (streams.size > longestStreams) for (const stream of [...streams].slice(0, 1)) stream.end();
  }

  function disturb(random: Random): void {
    const stream = [...streams][random.int(0, Math.max(0, streams.size - 1))];
    if (stream === undefined || random.chance(0.5)) return;
    stream.write(strayEvent(random));
    if (random.chance(0.05)) stream.destroy();
  }

  return (request, response, body) => {
    if (request.method === 'GET' && !isModern) {
      keep(response);
      return;
    }
    if (request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    const asked = JSON.parse(body) as Request;
    if (asked.id === undefined || asked.method === undefined) response.writeHead(202).end();
    else if (asked.method === 'tools/call') {
      const token = tokenIn(asked);
      const plan = planFor(name, token, httpOdds);
      disturb(plan.random);
      const call = { server: name, id: JSON.stringify(asked.id), token, isModern };
      answerByPlan(plan, call, response);
    } else if (asked.method === 'subscriptions/listen' && isModern) {
      keep(response);
      const _meta = { 'io.modelcontextprotocol/subscriptionId': asked.id };
      const params = { _meta, notifications: { toolsListChanged: true } };
      const acknowledged = { jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params };
      response.write(`data: ${JSON.stringify(acknowledged)}\n\n`);
    } else {
      const headers = isModern ? {} : { 'mcp-session-id': 'bad-session' };
      response
        .writeHead(200, { 'content-type': 'application/json', ...headers })
        .end(answerTo(asked, name, isModern));
    }
  };
}
