import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { AppState, ServerView } from '../../src/shared/state.ts';
import { noAnnouncement } from '../../src/shared/announcement.ts';
import { expectAccessible, showTheme, themes } from '../support/axe.ts';
import { sampleNumbers } from '../support/sample-numbers.ts';
import { pendingRegistration, sampleRegistration } from '../support/sample-registrations.ts';
import { longServers, manyServers, mixedServers, readyServer } from '../support/sample-servers.ts';
import { sampleToken } from '../support/sample-tokens.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const pictures = fileURLToPath(new URL('../../test-results/page', import.meta.url));
const hash = '#/';
const dayMs = 86_400_000;
const busy = (step: number): number => 8 + 6 * Math.sin(step / 7) + (step % 5);
const fault = {
  message: 'requestTimeoutSeconds is -5.',
  key: 'gateway.requestTimeoutSeconds',
  line: 31,
  column: 17,
  expected: 'a number greater than 0, at most 86400',
};

/** Everything that can wait for a person, at once. */
function troubled(state: AppState): Partial<AppState> {
  const problem = {
    code: 'TLS_UNUSABLE',
    message: 'The certificate has expired.',
    expected: 'Renew it.',
  } as const;
  const servers = state.servers.map((server): ServerView => {
    if (server.name === 'files') return { ...server, changedTools: ['read_file', 'write_file'] };
    return server.name === 'remote' ? { ...server, silentSince: Date.now() - 50_000 } : server;
  });
  return {
    servers,
    pausedAt: Date.now(),
    gateway: { ...state.gateway, problem },
    config: { ...state.config, faults: [fault] },
    registrations: { servers: [pendingRegistration('stranger'), sampleRegistration('notes')], clients: [] },
    announcement: {
      ...noAnnouncement(),
      state: 'retrying',
      proxyUrl: 'http://other:3004',
      problem: 'Nobody is there.',
    },
  };
}

async function look(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const theme of themes) {
    await showTheme(page, theme);
    await page.screenshot({ path: join(pictures, `overview-${name}-${theme}.png`) });
  }
}

describe('the overview', () => {
  test('says in one glance that all is well, the address, how busy it is and what each server does', async () => {
    const { page, backend, clipboard } = await open({
      servers: [
        readyServer('files'),
        readyServer('notes'),
        readyServer('web', { enabled: false, status: 'stopped' }),
      ],
      hash,
    });
    const main = page.getByRole('main');
    await main.getByText('All is well').waitFor();
    await main.getByText('3 servers ready, 1 disabled').waitFor();
    await page.getByRole('button', { name: 'Copy the gateway address' }).click();
    await expect.poll(clipboard).toBe('http://127.0.0.1:3004/mcp');

    const list = main.getByRole('list', { name: /^Servers/ });
    expect(await list.getByRole('listitem').count()).toBe(4);
    await list
      .getByRole('listitem')
      .filter({ hasText: 'files' })
      .getByText('ready, 13 tools, 4 sessions')
      .waitFor();
    await main.getByText('No calls of clients in the last 10 minutes').waitFor();
    backend.script = { readRecentCalls: () => sampleNumbers(Date.now(), busy, ['files', 'notes']) };
    // Asked for again at once when somebody looks again.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const throughput = main.getByRole('region', { name: 'Calls' });
    await throughput
      .getByRole('img', {
        name: /^Calls of the last 10 minutes: [\d,]+ calls, \d+ failed; \d+ calls in the last minute/,
      })
      .waitFor();
    const latency = main.getByRole('region', { name: 'Time to answer' });
    await latency.getByRole('img', { name: /median 7 ms, 95% within 48 ms/ }).waitFor();
    await list.getByRole('listitem').filter({ hasText: 'notes' }).getByText('25 ms').waitFor();
    await throughput.getByRole('img').hover();
    await throughput.getByText(/^\d+:\d\d:\d\d: \d+ calls within a minute$/).waitFor();

    await list.getByRole('link', { name: 'notes' }).click();
    await page.getByRole('region', { name: 'notes', exact: true }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/servers/notes');
  });

  test('puts on top what needs attention, each with the button that mends it', async () => {
    const { page, backend } = await open({ servers: mixedServers(Date.now()), hash });
    backend.script = {
      approveRegistration: () => pendingRegistration('stranger'),
      resumeServers: () => ({ pausedAt: null }),
      listTokens: () => [
        sampleToken('laptop', { expiresAt: Date.now() + 3 * dayMs - 60_000, lastUsedAt: Date.now() - dayMs }),
        sampleToken('unused', { expiresAt: Date.now() + 3 * dayMs - 60_000, lastUsedAt: null }),
      ],
    };
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    backend.change(troubled(backend.state()));
    const attention = page.getByRole('region', { name: 'Needs attention' });
    await page.getByText('10 things need your attention').waitFor();
    await attention.getByRole('button', { name: 'Show 7 more' }).click();
    const titles = await attention
      .getByRole('listitem')
      .evaluateAll((items) => items.map((item) => item.querySelector('p')?.textContent ?? ''));
    expect(titles).toEqual([
      'All servers are paused',
      'The gateway is not as config.json says',
      'The configuration file has 1 fault',
      'github',
      'postgres',
      'remote',
      'stranger_1 waits for approval',
      'files has changed 2 tools',
      'Not registered with http://other:3004',
      'The token “laptop” expires in 3 days',
    ]);
    await attention
      .getByText('Line 31, column 17: gateway.requestTimeoutSeconds. requestTimeoutSeconds is -5.')
      .waitFor();
    await attention.getByText('Install it, or give the full path in "command".').waitFor();
    await attention.getByText(/retrying in \d s/).waitFor();
    const way = (name: string) => attention.getByRole('link', { name }).first().getAttribute('href');
    expect(await way('Open the configuration')).toBe('#/settings/configuration');
    expect(await way('Review the tools of files')).toBe('#/servers/files');
    expect(await way('Details of postgres')).toBe('#/servers/postgres');
    expect(await way('Show registrations')).toBe('#/registrations');
    expect(await way('Open the tokens')).toBe('#/settings/tokens');
    await expectAccessible(page);

    await attention.getByRole('button', { name: 'Start github' }).click();
    await attention.getByRole('button', { name: 'Restart remote' }).click();
    await attention.getByRole('button', { name: 'Approve stranger_1' }).click();
    await attention.getByRole('button', { name: 'Resume all servers' }).click();
    await expect
      .poll(() => backend.called.filter(({ name }) => /^(start|restart|approve|resume)/.test(name)))
      .toEqual([
        { name: 'startServer', input: { name: 'github' } },
        { name: 'restartServer', input: { name: 'remote' } },
        { name: 'approveRegistration', input: { key: 'stranger_1' } },
        { name: 'resumeServers', input: {} },
      ]);
    // What was mended is gone, and whoever mended it by keyboard is still there.
    await attention.getByRole('button', { name: 'Restart postgres' }).press('Enter');
    await attention.getByText('postgres', { exact: true }).waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Needs attention');
  });

  test('with two hundred servers paints only the line that changed, and moves nothing', async () => {
    const { page, backend } = await open({ servers: manyServers(200), hash });
    const list = page.getByRole('list', { name: /^Servers/ });
    await expect.poll(() => list.getByRole('listitem').count()).toBe(201);
    await page.getByText('No calls of clients in the last 10 minutes').waitFor();
    await list.evaluate((element) => {
      const touched = new Set<Element | null>();
      const shifts: (string | undefined)[] = [];
      Object.assign(window, { touched, shifts });
      new MutationObserver((changes) => {
        for (const { target } of changes)
          touched.add((target instanceof Element ? target : target.parentElement)?.closest('li') ?? null);
      }).observe(element, { subtree: true, childList: true, characterData: true, attributes: true });
      new PerformanceObserver((entries) => {
        for (const entry of entries.getEntries())
          for (const { node } of (entry as PerformanceEntry & { sources: readonly { node: Node | null }[] })
            .sources)
            shifts.push(node?.textContent ?? undefined);
      }).observe({ type: 'layout-shift' });
    });
    backend.script = { readRecentCalls: () => sampleNumbers(Date.now(), busy, ['server-003']) };
    backend.changeServer('server-002', { tools: 777, sessions: 12 });
    await list.getByText('ready, 777 tools, 12 sessions').waitFor();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await list.getByText('12 ms').waitFor();
    const seen = await page.evaluate(() => {
      const { touched, shifts } = window as unknown as { touched: Set<Element>; shifts: readonly string[] };
      return { touched: [...touched].map((line) => line.querySelector('a')?.textContent).sort(), shifts };
    });
    expect(seen).toEqual({ touched: ['server-002', 'server-003'], shifts: [] });
  });

  test.each([
    [800, 'full'],
    [1280, 'full'],
    [1280, 'well'],
    [1600, 'many'],
    [800, 'long'],
  ] as const)('fits into %i pixels, %s', async (width, how) => {
    const sets = {
      full: mixedServers(Date.now()),
      well: ['files', 'notes', 'web', 'memory', 'git'].map((name) => readyServer(name)),
      many: manyServers(200),
      long: longServers(),
    };
    const { page, backend } = await open({ servers: sets[how], hash: '#/registrations', width });
    const names = sets[how].map(({ name }) => name);
    backend.script = {
      readRecentCalls: () =>
        sampleNumbers(
          Date.now(),
          busy,
          names.filter((_, at) => at % 2 === 0),
        ),
    };
    if (how === 'full') backend.change(troubled(backend.state()));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => {
      window.location.hash = '#/';
    });
    await page.getByRole('img', { name: /median 7 ms/ }).waitFor();
    await look(page, `${how}-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});
