// A command server over time: a real one, and a clock that the test moves.
import { Agent } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { registeredConfig } from '../../../../src/main/core/servers/registered/identify.ts';
import { CommandsUpstream } from '../../../../src/main/core/upstream/commands/commands-upstream.ts';
import { startCommandServer } from '../../../fixtures/command-server.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { ListeningPeer, recordingExchange, scan } from '../../../support/listening-peer.ts';
import { recordingLogger } from '../../../support/recorders.ts';
import { until } from '../../../support/until.ts';

async function stage() {
  const server = await startCommandServer({ form: '6.x' });
  const clock = fakeClock();
  const dispatcher = new Agent();
  const changes: string[] = [];
  const endpoint = { kind: 'commands', url: `${server.url}/api/jsonrpc` } as const;
  const upstream = new CommandsUpstream({
    config: registeredConfig('adapter_1', endpoint, null),
    dispatcher,
    maxMessageBytes: 1_000_000,
    timeouts: { requestMs: 30_000, toolMs: 50_000 },
    clock,
    logger: recordingLogger(),
    hooks: {
      onChange: () => undefined,
      onReady: () => changes.push('ready'),
      onListChanged: (kind) => changes.push(kind),
      onCrashed: () => undefined,
    },
  });
  onTestFinished(async () => {
    await upstream.stop();
    await dispatcher.destroy();
    await server.close();
  });
  return { server, clock, upstream, changes };
}

it('is asked once a minute what it offers, and its sessions are told when that is another', async () => {
  const { server, clock, upstream, changes } = await stage();
  const peer = new ListeningPeer('one');
  upstream.connect(peer);
  await upstream.start();
  clock.advance(60_000);
  await until('the look', () => server.helps === 2);
  // Its end, or that of another.
  await upstream.look();
  expect([changes, peer.heard]).toEqual([['ready'], []]);
  server.add('late');
  clock.advance(59_000);
  clock.advance(1000);
  await until('the news', () => peer.heard.length > 0);
  expect(peer.heard).toEqual([{ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }]);
  expect(changes).toEqual(['ready', 'tools']);
  expect(upstream.tools).toContain('"late"');
});

it('is asked no more once it is stopped', async () => {
  const { server, clock, upstream } = await stage();
  await upstream.start();
  await upstream.stop();
  clock.advance(600_000);
  await upstream.start();
  expect(server.helps).toBe(2);
});

it('that takes its time fails the call when the time of a tool is over, and no other', async () => {
  const { server, clock, upstream } = await stage();
  await upstream.start();
  const link = upstream.connect(new ListeningPeer('one'));
  const [slow, quick] = [recordingExchange(), recordingExchange()];
  const call = (id: number, name: string) =>
    scan({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } });
  link.request(call(1, 'hang'), slow.exchange);
  await until('the call', () => server.calls.includes('hang'));
  clock.advance(49_000);
  link.request(call(2, 'whoami'), quick.exchange);
  await until('the answer', () => quick.log.answer !== null);
  expect(slow.log.answer).toBeNull();
  clock.advance(1000);
  expect(slow.log.answer).toMatchObject({
    id: 1,
    error: { message: expect.stringContaining('did not answer tools/call within 50 s') as string },
  });
  expect(upstream.status).toMatchObject({ status: 'ready', inFlight: 0 });
});
