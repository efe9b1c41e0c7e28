// `tasks/list` on `/mcp`, with servers that are slow, refuse, or have many.
import { expect, it } from 'vitest';
import { listTasks } from '../../../../src/main/core/relay/aggregate/task-list.ts';
import { termsOf } from '../../../../src/main/core/relay/aggregate/terms.ts';
import type { Exchange } from '../../../../src/main/core/relay/types.ts';
import { catalogueOf, targetSource } from '../../../support/catalogues.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { parse, scan, type Json } from '../../../support/listening-peer.ts';

interface Asked {
  readonly server: string;
  readonly params: unknown;
  finish(result: Json): void;
  fail(error: Json): void;
}

function setUp(names: readonly string[]) {
  const clock = fakeClock();
  const tasks = catalogueOf({}, { tasks: { list: {} } });
  const known = Object.fromEntries(names.map((name) => [name, tasks]));
  const source = targetSource({ plain: catalogueOf({}, { tasks: {} }), new: null, ...known });
  const asked: Asked[] = [];
  let ids = 0;
  const list = async (params: Json = {}): Promise<Json> => {
    const answer = await listTasks({
      message: scan({ jsonrpc: '2.0', id: 'list', method: 'tasks/list', params }),
      servers: source.servers(),
      clock,
      link: (server) => ({
        request: (message, exchange: Exchange) => {
          const { id, params: sent } = parse(message.bytes);
          const say = (rest: Json) => Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, ...rest }));
          asked.push({
            server,
            params: sent,
            finish: (result) => exchange.finish(say({ result })),
            fail: (error) => exchange.finish(say({ error })),
          });
        },
        notify: () => undefined,
        close: () => undefined,
      }),
      terms: (server) => termsOf(server, source),
      nextId: () => `"own-${++ids}"`,
    });
    return parse(answer);
  };
  return { clock, asked, list };
}

it('joins what all servers give that list theirs, and goes on where each has more', async () => {
  const { asked, list } = setUp(['a', 'b']);
  const first = list();
  expect(asked.map(({ server, params }) => [server, params])).toEqual([
    ['a', {}],
    ['b', {}],
  ]);
  asked[0]?.finish({ tasks: [{ taskId: '1', n: 1.5 }], nextCursor: 'more' });
  asked[1]?.finish({ tasks: [{ taskId: '1' }] });
  const { id, result } = (await first) as { id: string; result: { tasks: Json[]; nextCursor: string } };
  expect([id, result.tasks]).toEqual(['list', [{ taskId: 'a:1', n: 1.5 }, { taskId: 'b:1' }]]);
  const second = list({ cursor: result.nextCursor });
  expect(asked.slice(2).map(({ server, params }) => [server, params])).toEqual([['a', { cursor: 'more' }]]);
  asked[2]?.finish({ tasks: [{ taskId: '2' }] });
  expect((await second)['result']).toEqual({ tasks: [{ taskId: 'a:2' }] });
});

it('leaves out who is slow or refuses, unless that is all', async () => {
  const { clock, asked, list } = setUp(['a', 'b', 'c']);
  const answer = list();
  asked[0]?.fail({ code: -32_603, message: 'no' });
  asked[1]?.finish({ tasks: [{ taskId: '1' }] });
  clock.advance(5000);
  expect((await answer)['result']).toEqual({ tasks: [{ taskId: 'b:1' }] });
  asked[2]?.finish({ tasks: [{ taskId: 'too late' }] });
  const alone = setUp(['a']);
  const refused = alone.list();
  alone.asked[0]?.fail({ code: -32_603, message: 'no' });
  expect(await refused).toMatchObject({ id: 'list', error: { code: -32_603, message: 'no' } });
  expect((await setUp([]).list())['result']).toEqual({ tasks: [] });
});

it.each(['nonsense', Buffer.from('{}').toString('base64url'), Buffer.from('{"a":1}').toString('base64url')])(
  'refuses %s as a cursor',
  async (cursor) => {
    const { asked, list } = setUp(['a']);
    expect(await list({ cursor })).toMatchObject({ error: { code: -32_602 } });
    expect(asked).toEqual([]);
  },
);
