// A bad server of JSON-RPC commands.
import { answerOf } from '../../servers/echo.ts';
import type { Handler } from './bad-servers.ts';
import { tokenIn, type Request } from './facts.ts';
import { fallSilent, goAway } from './http-plan.ts';
import { httpOdds, planFor, spoiledAnswer } from './plans.ts';

const json = { 'content-type': 'application/json' };
const commands = { echo: { name: 'echo', description: 'Anything', schema: { type: 'object' } } };

export function commandHandler(name: string): Handler {
  return (request, response, body) => {
    if (request.method !== 'POST' || request.url !== '/api/jsonrpc') {
      response.writeHead(request.url === '/health' ? 200 : 404, json).end('{}');
      return;
    }
    const asked = JSON.parse(body) as Request;
    const id = JSON.stringify(asked.id ?? null);
    const send = (result: object): void =>
      void response
        .writeHead(200, json)
        .end(`{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}`);
    if (asked.method !== 'echo') {
      send({ success: true, data: { tool_info: { name, version: '1' }, commands } });
      return;
    }
    const token = tokenIn(asked);
    const { ending, random } = planFor(name, token, httpOdds);
    if (ending === 'gone') goAway(random, response);
    else if (ending === 'spoiled')
      response.writeHead(200, json).end(spoiledAnswer(random, { server: name, id, token, isModern: false }));
    else if (ending === 'silent') fallSilent(random, response, '{"jsonrpc":"2.0","result":');
    else send({ success: true, data: answerOf(name, { token }) });
  };
}
