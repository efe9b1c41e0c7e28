// What becomes of requests that a child has not got, or not in full, when it ends.
import { expect, it } from 'vitest';
import { connectionStage } from '../../support/connection-stage.ts';

const crash = { code: 'SERVER_EXITED', message: '"box" was ended by SIGKILL.' } as const;

async function stage() {
  const staged = connectionStage();
  const { link, ask } = staged.session('a');
  await staged.open();
  return { ...staged, link, ask };
}

it('a call that the pipe refused, as the child is gone already, goes to the next one, once', async () => {
  const { supervisor, ask, open, methods, link } = await stage();
  supervisor.isBroken = true;
  const first = ask('tools/call', { name: 'write' });
  const second = ask('tools/list');
  supervisor.end(crash);
  expect([first.log.answer, second.log.answer]).toEqual([null, null]);
  supervisor.isBroken = false;
  await open();
  expect(methods().filter((method) => method.startsWith('tools/'))).toEqual(['tools/call', 'tools/list']);
  supervisor.answer('tools/call', { content: [] });
  expect(first.log.answer).toMatchObject({ id: first.id, result: { content: [] } });
  link.close();
});

it.each([
  ['tools/list', {}],
  ['resources/read', { uri: 'a:b' }],
  ['tools/call', { name: 'look' }],
] as const)(
  '%s %o, of which the pipe had not taken everything, goes to the next child',
  async (method, params) => {
    const { supervisor, ask, open, methods, link } = await stage();
    supervisor.isFull = true;
    const { log } = ask(method, params);
    supervisor.end(crash);
    supervisor.isFull = false;
    await open();
    expect(methods().filter((each) => each === method)).toHaveLength(2);
    supervisor.answer(method, { done: true });
    expect(log.answer).toMatchObject({ result: { done: true } });
    link.close();
  },
);

it('any other call, of which the pipe may have taken something, ends with an error that names the cause', async () => {
  const { supervisor, ask, open, methods, link } = await stage();
  supervisor.isFull = true;
  const { log } = ask('tools/call', { name: 'write' });
  supervisor.end(crash);
  expect(log.answer).toMatchObject({ error: { message: expect.stringContaining('SIGKILL') as unknown } });
  supervisor.isFull = false;
  await open();
  expect(methods().filter((method) => method === 'tools/call')).toHaveLength(1);
  link.close();
});

it('what only reads, and was taken, is not sent again: it may be what the child died of', async () => {
  const { supervisor, ask, link } = await stage();
  const { log } = ask('tools/list');
  supervisor.end(crash);
  expect(log.answer).toMatchObject({ error: { message: expect.stringContaining('SIGKILL') as unknown } });
  link.close();
});

it('what was cancelled meanwhile is not sent again', async () => {
  const { supervisor, ask, notify, open, methods, link } = await (async () => {
    const staged = connectionStage();
    const session = staged.session('a');
    await staged.open();
    return { ...staged, ...session };
  })();
  supervisor.isFull = true;
  const { id } = ask('tools/list');
  notify('notifications/cancelled', { requestId: id });
  supervisor.end(crash);
  supervisor.isFull = false;
  await open();
  expect(methods().filter((method) => method === 'tools/list')).toHaveLength(1);
  link.close();
});
