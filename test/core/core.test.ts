import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCore } from '../../src/main/core/core.ts';
import type { Core } from '../../src/main/core/types.ts';
import { openSession } from '../support/raw-mcp.ts';
import { until } from '../support/until.ts';

/** A server that takes its time to leave. */
const slow = {
  command: process.execPath,
  args: ['-e', 'process.stdin.resume().on("end", () => setTimeout(() => undefined, 200))'],
  start: 'eager',
};

/** A core on a free port that ends with the test, and the statuses it tells. */
async function setUp(): Promise<{ core: Core; told: string[]; dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-core-'));
  await writeFile(
    join(dataDir, 'config.json'),
    JSON.stringify({ gateway: { port: 0 }, auth: { mode: 'none' }, mcpServers: { slow } }),
  );
  const core = createCore({ dataDir, console: null, env: {}, version: '0.0.0-test' });
  onTestFinished(async () => {
    await core.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const told: string[] = [];
  core.state.subscribe(({ gateway }) => told.push(gateway.status));
  return { core, told, dataDir };
}

const steps = (told: readonly string[]): string[] => told.filter((status, at) => status !== told[at - 1]);

describe('the core', () => {
  it('tells its states in order, also when its servers take their time to leave', async () => {
    const { core, told } = await setUp();
    await core.start();
    await until('the child', () => core.state.get().servers.some(({ pids }) => pids.length > 0));
    await openSession(`${core.state.get().gateway.url ?? ''}/mcp`);
    await core.stop();
    expect(steps(told)).toEqual(['starting', 'listening', 'stopping', 'stopped']);
    expect(core.state.get().gateway).toMatchObject({ status: 'stopped', url: null, sessions: 0 });
  });

  it('opens nothing once it was stopped', async () => {
    const { core, told, dataDir } = await setUp();
    await core.stop();
    await expect(core.start()).rejects.toMatchObject({ code: 'NOT_RUNNING' });
    expect(steps(told)).toEqual(['stopping', 'stopped']);
    expect(await readdir(dataDir)).toEqual(['config.json']);
  });

  it('is stopped for good by a stop during its start', async () => {
    const { core, told } = await setUp();
    const starting = core.start();
    await core.stop();
    await starting;
    expect(steps(told).slice(-2)).toEqual(['stopping', 'stopped']);
    expect(core.state.get().gateway.status).toBe('stopped');
    await expect(core.commands.getState({})).rejects.toMatchObject({ code: 'NOT_RUNNING' });
  });
});
