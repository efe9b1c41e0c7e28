import { describe, expect, it } from 'vitest';
import { failureMessage } from '../../../src/main/core/relay/rpc-errors.ts';
import type { Link } from '../../../src/main/core/relay/types.ts';
import { errorMessage, resultMessage } from '../../../src/main/core/relay/wire/edit.ts';
import { idText, type Message } from '../../../src/main/core/relay/wire/message.ts';
import { GatewayCaller } from '../../../src/main/core/servers/ask.ts';
import { AppError } from '../../../src/shared/errors.ts';

/** A link that answers like this, and the ids it was asked with. */
function answering(answer: (message: Message) => Buffer): { link: Link; ids: string[] } {
  const ids: string[] = [];
  const link: Link = {
    request: (message, exchange) => {
      ids.push(idText(message));
      exchange.finish(answer(message));
    },
    notify: () => undefined,
    close: () => undefined,
  };
  return { link, ids };
}

describe('the gateway as its own client', () => {
  it('fails with the error that the gateway itself answered with, its advice apart', async () => {
    const error = new AppError('SERVER_DISABLED', '"box" is disabled.', {
      expected: 'Enable it with: patchbay enable box',
      details: { server: 'box' },
    });
    const { link } = answering((message) => failureMessage(idText(message), error));
    await expect(new GatewayCaller(link).ask('tools/call', {})).rejects.toMatchObject({
      code: 'SERVER_DISABLED',
      message: '"box" is disabled.',
      expected: 'Enable it with: patchbay enable box',
      details: { server: 'box' },
    });
  });

  it('fails with UPSTREAM_ERROR for an error of the server, whatever its data is', async () => {
    for (const data of [undefined, 'text', { code: 'toString' }, { code: 7 }]) {
      const { link } = answering((message) =>
        errorMessage(idText(message), { code: -32_601, message: 'Unknown', data }),
      );
      await expect(new GatewayCaller(link).ask('tools/call', {})).rejects.toMatchObject({
        code: 'UPSTREAM_ERROR',
        message: 'Unknown',
        details: { rpcCode: -32_601 },
      });
    }
  });

  it('counts its requests for each link from 1', async () => {
    const { link, ids } = answering((message) => resultMessage(idText(message), {}));
    for (const caller of [new GatewayCaller(link), new GatewayCaller(link)]) {
      await caller.ask('tools/list', {});
      await caller.ask('prompts/list', {});
    }
    expect(ids).toEqual(['1', '2', '1', '2']);
  });
});
