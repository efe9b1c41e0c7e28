// The audit log: one JSON document a line, private, bounded, without secrets, and no stranger can flood it.
import { appendFile, chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAuditLog, type AuditLog } from '../../../src/main/core/audit/audit-log.ts';
import { createRedactor } from '../../../src/shared/redact.ts';
import { fakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const logger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
let folder: string;
let clock: FakeClock;
beforeEach(async () => {
  folder = await tempFolder();
  clock = fakeClock();
});

const path = (): string => join(folder, 'logs', 'audit.log');
const open = (maxBytes?: number): AuditLog =>
  openAuditLog({
    dataDir: folder,
    clock,
    logger,
    redact: createRedactor(['hunter2-of-the-moon']),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });

describe('the audit log', () => {
  it('writes each event as one line of JSON that only its owner can read, and reads it back', async () => {
    const log = open();
    log.record({ kind: 'token', action: 'created', subject: 'tok_1', by: 'console', details: { days: 90 } });
    log.record({ kind: 'approval', action: 'approved', subject: 'a_1' });
    await log.close();
    const lines = (await readFile(path(), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        time: new Date(clock.now()).toISOString(),
        kind: 'token',
        action: 'created',
        subject: 'tok_1',
        by: 'console',
        details: { days: 90 },
      },
      { time: new Date(clock.now()).toISOString(), kind: 'approval', action: 'approved', subject: 'a_1' },
    ]);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    const again = open();
    expect(await again.read(1)).toEqual([
      { time: clock.now(), kind: 'approval', action: 'approved', subject: 'a_1' },
    ]);
  });

  it('takes rights away from others that an older file gave', async () => {
    const first = open();
    first.record({ kind: 'login', action: 'let in' });
    await first.close();
    await chmod(path(), 0o644);
    await open().close();
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });

  it('begins anew when full, and keeps a few full files, as private', async () => {
    const log = open(200);
    for (let number = 0; number < 40; number += 1) {
      log.record({ kind: 'launch', action: 'started', subject: `server-${number}` });
      await log.read(1);
    }
    await log.close();
    const names = (await readdir(join(folder, 'logs'))).sort();
    expect(names).toEqual(['audit.log', 'audit.log.1', 'audit.log.2', 'audit.log.3', 'audit.log.4']);
    for (const name of names) {
      const { mode, size } = await stat(join(folder, 'logs', name));
      expect([mode & 0o777, size <= 200]).toEqual([0o600, true]);
    }
    const subjects = (await open(200).read(8)).map(({ subject }) => subject);
    expect(subjects).toEqual(Array.from({ length: 8 }, (_, index) => `server-${index + 32}`));
  });

  it('shows no secret, and lets no text fake a line or steer a terminal', async () => {
    const log = open();
    log.record({
      kind: 'refusal',
      action: 'refused',
      subject: 'evil\n{"kind":"login","action":"let in"}\u001b[2J',
      reason: 'password=hunter2-of-the-moon',
      details: { command: 'run hunter2-of-the-moon' },
    });
    await log.close();
    const text = await readFile(path(), 'utf8');
    expect(text).not.toContain('hunter2');
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(text).not.toMatch(/\\u001b/);
  });

  it('counts refusals that repeat, and writes the count when the minute is over', async () => {
    const log = open();
    for (let count = 0; count < 1000; count += 1)
      log.record({ kind: 'refusal', action: 'no token', by: 'gateway 127.0.0.1' });
    expect(await log.read(10)).toHaveLength(1);
    clock.advance(60_000);
    expect((await log.read(10)).map(({ times }) => times)).toEqual([undefined, 999]);
    log.record({ kind: 'refusal', action: 'no token', by: 'gateway 127.0.0.1' });
    expect(await log.read(10)).toHaveLength(3);
    await log.close();
  });

  it('writes a bounded number of refusals a minute however different they are', async () => {
    const log = open();
    for (let count = 0; count < 5000; count += 1)
      log.record({ kind: 'refusal', action: 'refused', reason: `Host ${count}` });
    await log.close();
    const entries = await log.read(10_000);
    expect(entries.length).toBeLessThan(110);
    expect(entries.reduce((sum, { times = 1 }) => sum + times, 0)).toBe(5000);
  });

  it('passes over lines that a crash has left half', async () => {
    const log = open();
    log.record({ kind: 'login', action: 'let in' });
    await log.close();
    await appendFile(path(), '{"time":"2026-01-');
    expect((await open().read(10)).map(({ action }) => action)).toEqual(['let in']);
  });
});
