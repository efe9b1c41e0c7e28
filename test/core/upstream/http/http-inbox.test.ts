// What a server over Streamable HTTP asks of a client.
import { expect, it } from 'vitest';
import { HttpInbox } from '../../../../src/main/core/upstream/http/http-inbox.ts';
import type { Pending } from '../../../../src/main/core/relay/pending.ts';
import { ListeningPeer, parse, recordingExchange, scan, type Json } from '../../../support/listening-peer.ts';
import { recordingLogger } from '../../../support/recorders.ts';

it('takes back a question whose id is used again, so that no call is held up by it', () => {
  const peer = new ListeningPeer('a');
  const replies: Json[] = [];
  let held = 0;
  const inbox = new HttpInbox({
    peer,
    logger: recordingLogger(),
    settle: () => undefined,
    extend: () => undefined,
    hold: () => {
      held++;
      return () => void held--;
    },
    reply: (answer) => {
      replies.push(parse(answer));
      return Promise.resolve();
    },
    onListChanged: () => undefined,
  });
  const { exchange } = recordingExchange();
  const pending: Pending = {
    id: 1,
    peer,
    clientId: '1',
    method: 'tools/call',
    exchange,
    progressToken: null,
    timeoutMs: 1000,
    sent: true,
    deadline: 0,
    lastDeadline: 0,
    held: 0,
  };
  const question = scan({ jsonrpc: '2.0', id: 's', method: 'roots/list' });
  inbox.receive(question, pending);
  inbox.receive(question, pending);
  expect(peer.heard).toEqual([{ withdrawn: '"s"' }]);
  expect(held).toBe(1);
  peer.asked.get('"s"')?.(scan({ jsonrpc: '2.0', id: 's', result: { roots: [] } }));
  expect(held).toBe(0);
  expect(replies).toEqual([{ jsonrpc: '2.0', id: 's', result: { roots: [] } }]);
});
