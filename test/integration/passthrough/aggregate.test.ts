// HTTP to HTTP on `/mcp`, in either era: the name of a tool is changed, and not a byte beside it.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyObjectText, idText, messageText } from '../../support/odd-json.ts';
import { modernHeaders } from '../../support/modern-edge.ts';
import { answerText, modernMeta, runs, version } from '../../support/odd-messages.ts';
import { openSession, post, rpc } from '../../support/raw-mcp.ts';
import { rawStage } from '../../support/raw-stage.ts';
import { until } from '../../support/until.ts';

it.each(['legacy', 'modern'] as const)(
  '/mcp changes the name of a tool and nothing else, for a %s client of such a server',
  async (era) => {
    const isModern = era === 'modern';
    const { server, patchbay } = await rawStage(era);
    const url = patchbay.endpoint();
    const session = await openSession(url);
    await until('the tools', async () =>
      (await post(url, rpc(1, 'tools/list'), session)).text.includes('"raw__echo"'),
    );
    const headers = isModern ? modernHeaders('tools/call', 'raw__echo') : session;
    let answer = '';
    server.answer = (received) => {
      if (received.method !== 'tools/call') return false;
      received.response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      return true;
    };
    const called = messageText([
      ['"name"', fc.constant('"raw__echo"')],
      ['"arguments"', anyObjectText],
      ...(isModern ? [['"_meta"', modernMeta] as const] : []),
    ]).map((text) => text.trim());
    const exchanged = idText.chain((id) =>
      fc.tuple(
        messageText([
          ['"jsonrpc"', version],
          ['"id"', fc.constant(id)],
          ['"method"', fc.constant('"tools/call"')],
          ['"params"', called],
        ]),
        answerText(id, [
          ['"content"', fc.constant('[ ]')],
          ...(isModern ? [['"resultType"', fc.constant('"complete"')] as const] : []),
        ]),
      ),
    );
    await fc.assert(
      fc.asyncProperty(exchanged, async ([request, reply]) => {
        answer = reply;
        expect((await post(url, request, headers)).text).toBe(reply);
        expect(server.of('tools/call').at(-1)?.text).toBe(request.replace('"raw__echo"', '"echo"'));
      }),
      runs,
    );
  },
);
