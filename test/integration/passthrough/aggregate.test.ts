// HTTP to HTTP on `/mcp`: the name of a tool is changed, and not a byte beside it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyObjectText, idText, messageText } from '../../support/odd-json.ts';
import { answerText, runs, version } from '../../support/odd-messages.ts';
import { openSession, post, rpc } from '../../support/raw-mcp.ts';
import { rawStage } from '../../support/raw-stage.ts';
import { until } from '../../support/until.ts';

describe('/mcp', () => {
  it('changes the name of a tool and nothing else', async () => {
    const { server, patchbay } = await rawStage('legacy');
    const url = patchbay.endpoint();
    const session = await openSession(url);
    await until('the tools', async () =>
      (await post(url, rpc(1, 'tools/list'), session)).text.includes('"raw__echo"'),
    );
    let answer = '';
    server.answer = (received) => {
      if (received.method !== 'tools/call') return false;
      received.response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      return true;
    };
    const called = messageText([
      ['"name"', fc.constant('"raw__echo"')],
      ['"arguments"', anyObjectText],
    ]).map((text) => text.trim());
    const exchanged = idText.chain((id) =>
      fc.tuple(
        messageText([
          ['"jsonrpc"', version],
          ['"id"', fc.constant(id)],
          ['"method"', fc.constant('"tools/call"')],
          ['"params"', called],
        ]),
        answerText(id, [['"content"', fc.constant('[ ]')]]),
      ),
    );
    await fc.assert(
      fc.asyncProperty(exchanged, async ([request, reply]) => {
        answer = reply;
        expect((await post(url, request, session)).text).toBe(reply);
        expect(server.of('tools/call').at(-1)?.text).toBe(request.replace('"raw__echo"', '"echo"'));
      }),
      runs,
    );
  });
});
