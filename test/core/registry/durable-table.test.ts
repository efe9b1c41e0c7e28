// What is answered is on disk, and keys are never doubled, however requests and failing writes fall together.
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toErrorView } from '../../../src/shared/errors.ts';
import { readAnnouncement } from '../../../src/main/core/registry/announcement.ts';
import type { StoreDocument } from '../../../src/main/core/store/document.ts';
import { recordedFiles, systemError } from '../../support/faulty-files.ts';
import { openRegistry, type RegistryStage } from '../../support/registry-stage.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const at = (id: string, port: number) =>
  readAnnouncement({ server_id: id, server_url: `http://127.0.0.1:${port}` });
const reference = (id: string, copy: number) => ({ key: undefined, id, copy, url: undefined });

function onDisk(dataDir: string): StoreDocument['registrations'] {
  const path = join(dataDir, 'registry.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as StoreDocument).registrations;
}

describe('registrations at the same time', () => {
  it('get keys of their own, the lowest free numbers, in one write', async () => {
    const dataDir = await tempFolder();
    const { calls, steps } = recordedFiles(dataDir);
    const { registry } = await openRegistry({ dataDir, files: calls });
    const ports = Array.from({ length: 40 }, (_, index) => 1000 + index);
    const answers = await Promise.all(
      ports.map((port) => registry.servers.register(at('a', port), '127.0.0.1')),
    );
    expect(answers.map(({ server }) => server.record.copy)).toEqual(ports.map((_, index) => index + 1));
    expect(steps.filter((step) => step === 'rename draft to registry.json')).toHaveLength(1);
  });

  it('of one URL make one record, and all others learn its key', async () => {
    const { registry } = await openRegistry();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => registry.servers.register(at('a', 1000), '127.0.0.1')),
    );
    expect(answers.filter(({ verdict }) => verdict === 'registered')).toHaveLength(1);
    expect(new Set(answers.map(({ server }) => server.record.key))).toEqual(new Set(['a_1']));
  });

  const act = fc.record({
    what: fc.constantFrom('register', 'register', 'register', 'unregister', 'heartbeat', 'turn', 'fail'),
    id: fc.constantFrom('a', 'b', 'a_1'),
    number: fc.integer({ min: 1, max: 5 }),
  });
  type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

  /** Does all that; the keys that were acknowledged before they were on disk. */
  async function perform(
    stage: RegistryStage,
    acts: readonly Act[],
    failNext: () => void,
  ): Promise<readonly string[]> {
    const tooEarly: string[] = [];
    const { servers } = stage.registry;
    const expected = (error: unknown): void => {
      if (toErrorView(error).code !== 'STORE_WRITE_FAILED') throw error;
    };
    const isOnDisk = (key: string): boolean => onDisk(stage.dataDir).some((record) => record.key === key);
    const running: Promise<unknown>[] = [];
    for (const { what, id, number } of acts) {
      const announcement = at(id, 1000 + number);
      const named = { key: undefined, id, copy: undefined, url: announcement.url.url };
      if (what === 'fail') failNext();
      else if (what === 'turn') await new Promise(setImmediate);
      else if (what === 'unregister') {
        running.push(servers.unregister(reference(id, number)).catch(expected));
      } else {
        const answer =
          what === 'register'
            ? servers.register(announcement, '127.0.0.1')
            : servers.heartbeat({ reference: named, announcement }, '127.0.0.1');
        // Only an unregistration may take it off again, and that has been asked for then.
        const mayGo = acts.some((other) => other.what === 'unregister');
        const check = ({ server }: Awaited<typeof answer>): void => {
          if (!mayGo && !isOnDisk(server.record.key)) tooEarly.push(server.record.key);
        };
        running.push(answer.then(check, expected));
      }
    }
    await Promise.all(running);
    return tooEarly;
  }

  it('never share a key or a URL, and what is shown is what is on disk', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const dataDir = await tempFolder();
        const recorded = recordedFiles(dataDir);
        const stage = await openRegistry({ dataDir, files: recorded.calls });
        const fail = (): void => recorded.failNext('sync draft', systemError('ENOSPC'));
        expect(await perform(stage, acts, fail)).toEqual([]);
        const shown = stage.registry.servers.all().map(({ record }) => record);
        expect(new Set(shown.map(({ key }) => key)).size).toBe(shown.length);
        expect(new Set(shown.map(({ canonicalUrl }) => canonicalUrl)).size).toBe(shown.length);
        for (const { key, id, copy } of shown) expect(key).toBe(`${id}_${copy}`);
        await stage.close();
        const kept = await openRegistry({ dataDir });
        const again = kept.registry.servers.all().map(({ record }) => record.key);
        expect(again.toSorted()).toEqual(shown.map(({ key }) => key).toSorted());
        await kept.close();
        await files.rm(dataDir, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });
});

describe('when a write fails', () => {
  it('nothing of it is seen, and who asked only for what is there gets an answer', async () => {
    const dataDir = await tempFolder();
    const { calls, failNext } = recordedFiles(dataDir);
    const { registry } = await openRegistry({ dataDir, files: calls });
    await registry.servers.register(at('a', 1), '127.0.0.1');
    failNext('open draft', systemError('ENOSPC'));
    const [lost, known, late] = await Promise.allSettled([
      registry.servers.register(at('b', 2), '127.0.0.1'),
      registry.servers.register(at('a', 1), '127.0.0.1'),
      registry.servers.heartbeat({ reference: reference('b', 1), announcement: null }, '127.0.0.1'),
    ]);
    expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'STORE_WRITE_FAILED' } });
    expect(known).toMatchObject({ status: 'fulfilled', value: { verdict: 'exists' } });
    expect(late).toMatchObject({ status: 'rejected', reason: { code: 'NOT_REGISTERED' } });
    expect(registry.servers.all().map(({ record }) => record.key)).toEqual(['a_1']);
    await registry.servers.register(at('b', 2), '127.0.0.1');
    expect(onDisk(dataDir).map(({ key }) => key)).toEqual(['a_1', 'b_1']);
  });

  it('a server is not unregistered, nor approved', async () => {
    const dataDir = await tempFolder();
    const { calls, failNext } = recordedFiles(dataDir);
    const { registry } = await openRegistry({ dataDir, files: calls, settings: { approval: 'manual' } });
    await registry.servers.register(at('a', 1), '127.0.0.1');
    failNext('open draft', systemError('EROFS'));
    await expect(registry.servers.unregister(reference('a', 1))).rejects.toMatchObject({
      code: 'STORE_WRITE_FAILED',
    });
    failNext('open draft', systemError('EROFS'));
    await expect(registry.servers.approve('a_1')).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' });
    expect(registry.servers.find('a_1')?.state).toBe('pending');
  });
});
