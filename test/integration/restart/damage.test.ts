// A journal of sessions that was damaged while Patchbay was killed, removed, or that cannot be written (S4.3).
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillingDisk } from '../../support/bad-disks.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { call, openSession, post, rpc, send, type Headers } from '../../support/raw-mcp.ts';
import { restartable } from '../../support/restarts.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const config = configWith({ box: mockEntry() });
const idOf = (session: Headers): string => session['mcp-session-id'] ?? '';

describe('a journal that was written in part', () => {
  it('costs the session whose line it is, nobody else, and is told of', async () => {
    const patchbay = await restartable(config);
    const url = patchbay.endpoint('box');
    const [one, other] = [await openSession(url), await openSession(url)];
    await patchbay.stop('SIGKILL');
    const journal = join(patchbay.home.dataDir, 'sessions.journal');
    const text = await readFile(journal, 'utf8');
    const at = text.indexOf(idOf(other));
    await writeFile(journal, text.slice(0, at + 20));
    await patchbay.start();
    expect((await post(url, call(1, 'echo', { text: 'on' }), one)).text).toContain('"on"');
    const refused = await post(url, rpc(1, 'ping'), other);
    expect([refused.status, refused.json()]).toMatchObject([404, { error: { code: -32_001 } }]);
    const fresh = { ...other, 'mcp-session-id': String(refused.headers['mcp-session-id']) };
    expect((await post(url, call(2, 'echo', { text: 'fresh' }), fresh)).text).toContain('"fresh"');
    // It was ours, so it may come back as well.
    expect((await post(url, call(3, 'echo', { text: 'again' }), other)).text).toContain('"again"');
    expect(await patchbay.home.readText('logs/patchbay.log')).toContain('the last line was written in part');
    const asides = (await readdir(patchbay.home.dataDir)).filter((name) => name.includes('corrupt'));
    expect(asides).toEqual([expect.stringMatching(/^sessions\.journal\.corrupt-/)]);
  });
});

describe('sessions that are remembered nowhere', () => {
  it('are 404 with another id that works, never 500, and an ended one stays ended', async () => {
    const patchbay = await restartable(config);
    const url = patchbay.endpoint('box');
    const sessions = await Promise.all(Array.from({ length: 20 }, () => openSession(url)));
    const ended = await openSession(url);
    expect((await send('DELETE', url, { headers: ended })).status).toBe(200);
    await patchbay.restart('SIGKILL');
    for (let round = 0; round < 2; round++) expect((await post(url, rpc(1, 'ping'), ended)).status).toBe(404);
    await patchbay.stop('SIGKILL');
    await rm(join(patchbay.home.dataDir, 'sessions.journal'));
    await patchbay.start();
    const answers = await Promise.all(sessions.map((session) => post(url, rpc(1, 'tools/list'), session)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    const fresh = answers.map(({ headers }) => String(headers['mcp-session-id']));
    expect(new Set(fresh).size).toBe(20);
    const again = await Promise.all(
      fresh.map((id) => post(url, rpc(2, 'tools/list'), { 'mcp-session-id': id })),
    );
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe('a disk that is full', () => {
  it('stops nobody: sessions are opened and used, and it is told once', async () => {
    const disk = await fillingDisk();
    const patchbay = await startPatchbay({ mcpServers: { box: mockServer() } }, { dataDir: disk.dataDir });
    const url = patchbay.endpoint('box');
    const before = await openSession(url);
    await disk.break();
    const sessions = await Promise.all(Array.from({ length: 20 }, () => openSession(url)));
    for (const session of [before, ...sessions]) {
      expect((await post(url, rpc(1, 'resources/subscribe', { uri: 'mock://a' }), session)).status).toBe(200);
      expect((await post(url, call(2, 'echo', { text: 'on' }), session)).text).toContain('"on"');
    }
    const told = (): readonly string[] =>
      patchbay.core.logs
        .read({ source: 'patchbay', after: -1, limit: 1000 })
        .map(({ text }) => text)
        .filter((text) => text.includes('sessions.journal'));
    expect(told()).toEqual([expect.stringContaining('could not be written: the disk is full')]);
    await disk.mend();
    await until('that it works again', () => told().length === 2, 20_000);
    expect(told()[1]).toContain('can be written again');
    const text = await readFile(join(disk.dataDir, 'sessions.journal'), 'utf8');
    for (const session of [before, ...sessions]) expect(text).toContain(idOf(session));
  });
});
