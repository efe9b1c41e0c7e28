// The playground's core side on real servers of both eras: what a gateway client can do, a person can do by hand.
import { afterAll, describe, expect, it } from 'vitest';
import { calls } from '../../../src/shared/contract.ts';
import { startConformanceServer, type ConformanceServer } from '../../support/conformance-server.ts';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { openHand, textOf, type PlaygroundHand } from '../../support/playground-hand.ts';
import { everythingServer, mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const remotes: ConformanceServer[] = [];
const patchbay = sharedPatchbay(async () => {
  const [legacy, modern] = await Promise.all([
    startConformanceServer('legacy'),
    startConformanceServer('modern'),
  ]);
  remotes.push(legacy, modern);
  return {
    mcpServers: {
      everything: everythingServer(),
      legacy: { url: legacy.url },
      modern: { url: modern.url },
      mock: mockServer([], { tools: { deny: ['add'] } }),
    },
  };
});
afterAll(() => Promise.all(remotes.map((remote) => remote.stop())));

const open = (): Promise<PlaygroundHand> => openHand(patchbay().core);

describe.each(['legacy', 'modern'])('a playground on a %s server', (server) => {
  it('opens it with the first request, lists and calls', async () => {
    const hand = await open();
    const opened = await hand.ask(server, 'initialize');
    expect(opened).toMatchObject({ kind: 'result', result: { capabilities: { tools: {} } } });
    const listed = await hand.ask(server, 'tools/list');
    expect(JSON.stringify(listed)).toContain('"test_simple_text"');
    const called = await hand.ask(server, 'tools/call', { name: 'test_simple_text', arguments: {} });
    expect(textOf(called)).toContain('simple text');
  });

  it('hears progress and log messages of a call before its end', async () => {
    const hand = await open();
    await hand.ask(server, 'logging/setLevel', { level: 'debug' });
    const call = await hand.send(server, 'tools/call', { name: 'test_tool_with_progress', arguments: {} });
    await hand.ended(call);
    const progress = await hand.heard('progress', ({ request }) => request === call);
    expect(progress).toMatchObject({ total: 100 });
    const logging = await hand.send(server, 'tools/call', { name: 'test_tool_with_logging', arguments: {} });
    await hand.ended(logging);
    const note = await hand.heard('notification', ({ method }) => method === 'notifications/message');
    expect(note).toMatchObject({ server, request: logging, params: { level: 'info' } });
  });

  it('answers a form and a page that a call asks for, and says which call it was', async () => {
    const hand = await open();
    const call = await hand.send(server, 'tools/call', {
      name: 'test_elicitation',
      arguments: { message: 'Who are you?' },
    });
    const form = await hand.heard('question', ({ request }) => request === call);
    expect(form).toMatchObject({ server, method: 'elicitation/create', params: { message: 'Who are you?' } });
    const content = { username: 'ada', email: 'ada@example.com' };
    expect(await hand.answer(form.question, { action: 'accept', content })).toBe(true);
    expect(await hand.answer(form.question, { action: 'accept', content })).toBe(false);
    expect(textOf(await hand.ended(call))).toContain('ada@example.com');
  });

  it('answers sampling, and refuses it', async () => {
    const hand = await open();
    const params = { name: 'test_sampling', arguments: { prompt: 'Capital of France?' } };
    const call = await hand.send(server, 'tools/call', params);
    const asked = await hand.heard('question', ({ request }) => request === call);
    expect(asked).toMatchObject({ method: 'sampling/createMessage' });
    const content = { type: 'text', text: 'Paris' };
    await hand.answer(asked.question, { role: 'assistant', model: 'by hand', content });
    expect(textOf(await hand.ended(call))).toContain('Paris');

    const other = await hand.send(server, 'tools/call', params);
    const again = await hand.heard('question', ({ request }) => request === other);
    await hand.answer(again.question, null);
    expect(JSON.stringify(await hand.ended(other))).toContain('refused');
  });

  it('completes, gets prompts, reads resources and hears of their updates', async () => {
    const hand = await open();
    const completed = await hand.ask(server, 'completion/complete', {
      ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
      argument: { name: 'arg1', value: '' },
    });
    expect(completed).toMatchObject({ kind: 'result', result: { completion: {} } });
    const got = await hand.ask(server, 'prompts/get', {
      name: 'test_prompt_with_arguments',
      arguments: { arg1: 'one', arg2: 'two' },
    });
    expect(JSON.stringify(got)).toContain('one');
    const read = await hand.ask(server, 'resources/read', { uri: 'test://static-text' });
    expect(read).toMatchObject({ kind: 'result' });
    const lost = await hand.ask(server, 'resources/read', { uri: 'test://nowhere' });
    expect(lost).toMatchObject({ kind: 'error', error: { message: expect.stringContaining('nowhere') } });
    const uri = 'test://watched-resource';
    expect(await hand.ask(server, 'resources/subscribe', { uri })).toMatchObject({ kind: 'result' });
    await hand.ask(server, 'tools/call', { name: 'test_trigger_resource_update', arguments: {} });
    const news = await hand.heard(
      'notification',
      ({ method }) => method === 'notifications/resources/updated',
    );
    expect(news).toMatchObject({ server, params: { uri } });
    await hand.ask(server, 'resources/unsubscribe', { uri });
  });
});

describe('a playground', () => {
  it('cancels a call that takes its time, at the server too', async () => {
    const hand = await open();
    const { commands } = patchbay().core;
    const params = { name: 'trigger-long-running-operation', arguments: { duration: 60, steps: 600 } };
    const call = await hand.send('everything', 'tools/call', params);
    await hand.heard('progress', ({ request }) => request === call);
    const { session } = hand;
    expect(await commands.cancelPlayground({ session, request: call })).toEqual({ cancelled: true });
    expect(await hand.ended(call)).toEqual({ kind: 'cancelled' });
    expect(await commands.cancelPlayground({ session, request: call })).toEqual({ cancelled: false });
    const inFlight = (): number | undefined =>
      patchbay()
        .core.state.get()
        .servers.find(({ name }) => name === 'everything')?.inFlight;
    await until('nothing in flight', () => inFlight() === 0);
  });

  it('is under the same rules as a client of the gateway', async () => {
    const hand = await open();
    expect(JSON.stringify(await hand.ask('mock', 'tools/list'))).not.toContain('"add"');
    const denied = await hand.ask('mock', 'tools/call', { name: 'add', arguments: { a: 1, b: 2 } });
    expect(denied).toMatchObject({ kind: 'error', error: { data: { code: 'TOOL_DENIED' } } });
  });

  it('refuses a server that there is not, and a session that has ended', async () => {
    const { commands } = patchbay().core;
    const hand = await open();
    await expect(hand.send('nobody', 'tools/list')).rejects.toMatchObject({ code: 'SERVER_UNKNOWN' });
    await commands.closePlayground({ session: hand.session });
    await expect(hand.send('mock', 'tools/list')).rejects.toMatchObject({ code: 'SESSION_UNKNOWN' });
  });

  it('leaves the server when its page closes it', async () => {
    const sessions = (): number | undefined =>
      patchbay()
        .core.state.get()
        .servers.find(({ name }) => name === 'mock')?.sessions;
    const before = sessions() ?? 0;
    const hand = await open();
    await hand.ask('mock', 'tools/list');
    await until('its session', () => sessions() === before + 1);
    await patchbay().core.commands.closePlayground({ session: hand.session });
    await until('the end of its session', () => sessions() === before);
    expect(patchbay().core.state.get().gateway.sessions).toBe(0);
  });

  it('cannot be reached by the port of the gateway', async () => {
    const names = Object.keys(calls).filter((name) => name.endsWith('Playground'));
    expect(names).toHaveLength(6);
    for (const path of names.flatMap((name) => [`/api/${name}`, `/${name}`, `/mcp/${name}`, '/api/events'])) {
      const answer = await fetch(`${patchbay().url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      await answer.text();
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    for (const method of ['openPlayground', 'sendPlayground']) {
      const answer = await fetch(`${patchbay().url}/cmd`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: {} }),
      });
      expect(await answer.json()).toMatchObject({ error: { code: -32_601 } });
    }
  });
});
