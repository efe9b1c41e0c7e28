// Patchbays that announce themselves to each other, in pairs, rings and meshes: everybody has the servers of everybody, each
// once, nobody its own, and it stays so.
import { expect, it } from 'vitest';
import { openMcpSession } from '../../support/mcp-session.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { freePort } from '../../support/ports.ts';
import { announce } from '../../support/registrations.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

type Members = Readonly<Record<string, RunningPatchbay>>;

/** One Patchbay for each name, with a server `of_<name>`; each announces itself to the one that its name is given. */
async function startCircle(links: Readonly<Record<string, string | null>>): Promise<Members> {
  const names = Object.keys(links);
  const ports = new Map(await Promise.all(names.map(async (name) => [name, await freePort()] as const)));
  const started = await Promise.all(
    names.map(async (name) => {
      const proxy = links[name] ?? null;
      const config = configOf(name, ports.get(name) ?? 0, proxy === null ? null : (ports.get(proxy) ?? 0));
      return [name, await startPatchbay(config)] as const;
    }),
  );
  return Object.fromEntries(started);
}

function configOf(name: string, port: number, proxyPort: number | null): ConfigInput {
  const section = {
    enabled: true,
    proxy_url: `http://127.0.0.1:${proxyPort ?? 0}`,
    server_id: name,
    retry_delay: 0.1,
  };
  return {
    gateway: { port },
    mcpServers: { [`of_${name}`]: mockServer() },
    ...(proxyPort === null ? {} : { proxy_registration: section }),
  };
}

/** The names of all tools `echo`, sorted: one for each server `of_…` and way to it. */
async function echoes(patchbay: RunningPatchbay | undefined): Promise<readonly string[]> {
  const session = await openMcpSession(patchbay?.endpoint().href ?? '');
  const names = (await session.toolNames()).filter((name) => name.endsWith('echo'));
  await session.end();
  return names.toSorted();
}

/** Of all members, or those that are named. */
async function lists(members: Members, names = Object.keys(members)) {
  const pairs = names.map(async (name) => [name, await echoes(members[name])] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

const patient = { timeout: 15_000, interval: 20 };

const mutual = { a: ['b__of_b__echo', 'of_a__echo'], b: ['a__of_a__echo', 'of_b__echo'] };

it('two that announce themselves to each other have each other’s servers, and not their own again', async () => {
  const members = await startCircle({ a: 'b', b: 'a' });
  await expect.poll(() => lists(members), patient).toEqual(mutual);
  const url = members['a']?.endpoint() ?? new URL('http://nobody');
  for (const version of sdkVersions) {
    const client = await connectSdk(version, url);
    expect((await client.callTool('b__of_b__echo', { text: 'over there' })).text).toBe('over there');
  }
  const modern = await connectModern(url);
  const answer = await modern.callTool({ name: 'b__of_b__echo', arguments: { text: 'and today' } });
  expect(textOf(answer)).toBe('and today');
});

it('what changes at one of them is heard by both, and comes to rest', async () => {
  const members = await startCircle({ a: 'b', b: 'a' });
  await expect.poll(() => lists(members), patient).toEqual(mutual);
  const { a, b } = members;
  if (a === undefined || b === undefined) throw new Error('There are two.');
  const client = await connectSdk('v1', b.endpoint());
  const changes = (): number =>
    client.notifications.filter(({ method }) => method === 'notifications/tools/list_changed').length;
  await client.listTools();
  const before = configOf('a', Number(new URL(a.url).port), Number(new URL(b.url).port));
  await a.configure({ ...before, mcpServers: { ...before.mcpServers, more: mockServer() } });
  await expect
    .poll(() => lists(members), patient)
    .toEqual({
      a: ['b__of_b__echo', 'more__echo', 'of_a__echo'],
      b: ['a__more__echo', 'a__of_a__echo', 'of_b__echo'],
    });
  await until('the news', () => changes() > 0);
  await a.configure(before);
  await expect.poll(() => lists(members), patient).toEqual(mutual);
  expect(changes()).toBeLessThan(10);
});

it('three in a ring have the servers of the two others, each once, the farther ones through the nearer', async () => {
  const members = await startCircle({ a: 'b', b: 'c', c: 'a' });
  // a is known to b, b to c, c to a.
  await expect
    .poll(() => lists(members), patient)
    .toEqual({
      a: ['c__b__of_b__echo', 'c__of_c__echo', 'of_a__echo'],
      b: ['a__c__of_c__echo', 'a__of_a__echo', 'of_b__echo'],
      c: ['b__a__of_a__echo', 'b__of_b__echo', 'of_c__echo'],
    });
  const session = await openMcpSession(members['a']?.endpoint().href ?? '');
  expect(await session.text('c__b__of_b__echo', { text: 'far away' })).toBe('far away');
});

it('three that all know each other use the direct way, and the other one when that is gone', async () => {
  const members = await startCircle({ a: null, b: null, c: null });
  const all = Object.entries(members);
  for (const [name, { url }] of all)
    for (const [other, proxy] of all) if (other !== name) await announce(proxy.url, name, url);
  await expect
    .poll(() => lists(members), patient)
    .toEqual({
      a: ['b__of_b__echo', 'c__of_c__echo', 'of_a__echo'],
      b: ['a__of_a__echo', 'c__of_c__echo', 'of_b__echo'],
      c: ['a__of_a__echo', 'b__of_b__echo', 'of_c__echo'],
    });
  await members['a']?.core.commands.removeRegistration({ key: 'c_1' });
  const around = { a: ['b__c__of_c__echo', 'b__of_b__echo', 'of_a__echo'] };
  await expect.poll(() => lists(members, ['a']), patient).toEqual(around);
});

it('a Patchbay that is its own server by way of another one offers nothing twice', async () => {
  const members = await startCircle({ a: 'b', b: null });
  await expect.poll(() => lists(members, ['b']), patient).toEqual({ b: mutual.b });
  const [a, b] = [members['a']?.url ?? '', members['b']?.url ?? ''];
  await announce(a, 'mirror', `${b}/mcp/a`);
  await until('the mirror', () =>
    members['a']?.core.state.get().registrations.servers.some(({ tools }) => (tools ?? 0) > 0),
  );
  await expect.poll(() => lists(members), patient).toEqual({ a: ['of_a__echo'], b: mutual.b });
});

it('configured URLs that lead round in a circle come to rest as well', async () => {
  const [one, other] = [await freePort(), await freePort()];
  const config = (name: string, port: number, remote: number): ConfigInput => ({
    gateway: { port },
    mcpServers: {
      [`of_${name}`]: mockServer(),
      there: { type: 'http', url: `http://127.0.0.1:${remote}/mcp` },
    },
  });
  const members = {
    a: await startPatchbay(config('a', one, other)),
    b: await startPatchbay(config('b', other, one)),
  };
  await expect
    .poll(() => lists(members), patient)
    .toEqual({
      a: ['of_a__echo', 'there__of_b__echo'],
      b: ['of_b__echo', 'there__of_a__echo'],
    });
});
