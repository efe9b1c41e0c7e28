// Real spawns, and every reason for which there is none.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createProcessTable } from '../../../src/main/core/launcher/process-table/index.ts';
import type { ProcessHost, SpawnedChild } from '../../../src/main/core/launcher/ports.ts';
import { isTransient } from '../../../src/main/core/launcher/problems.ts';
import { createSpawner, type SpawnerParts } from '../../../src/main/core/launcher/spawner.ts';
import { systemHost } from '../../../src/main/core/launcher/system-host.ts';
import type { LaunchSpec } from '../../../src/main/core/launcher/types.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { killProcessesWith, processesWith } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const marker = `spawner-${process.pid}`;

afterEach(() => killProcessesWith(marker));

function spawn(spec: Partial<LaunchSpec>, parts: Partial<SpawnerParts> = {}): Promise<SpawnedChild> {
  const host: ProcessHost = parts.host ?? systemHost();
  const spawner = createSpawner({
    host,
    table: createProcessTable(host),
    env: { HOME: '/home/me', GITHUB_TOKEN: 'secret' },
    searchPath: () => Promise.resolve(process.env['PATH'] ?? ''),
    ...parts,
  });
  return spawner.spawn({
    name: 'files',
    command: process.execPath,
    args: [],
    env: { MARKER: marker },
    cwd: undefined,
    ...spec,
  });
}

async function refusal(spec: Partial<LaunchSpec>, parts: Partial<SpawnerParts> = {}): Promise<AppError> {
  try {
    await spawn(spec, parts);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was spawned.');
}

async function outputOf(child: SpawnedChild): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) text += String(chunk);
  return text;
}

describe('spawning', () => {
  it('runs the command in its folder, with its own environment and little of ours', async () => {
    const folder = await tempFolder();
    const script = 'console.log(JSON.stringify([process.cwd(), process.env, process.argv.slice(1)]))';
    const args = ['-e', script, '--', 'a b', '"quoted"', '$HOME', '*'];
    const child = await spawn({ args, cwd: folder, env: { MARKER: marker, API_KEY: 'k' } });
    const [cwd, env, seen] = JSON.parse(await outputOf(child)) as [string, Record<string, string>, string[]];
    expect(cwd).toBe(folder);
    expect(seen).toEqual(['a b', '"quoted"', '$HOME', '*']);
    expect(env).toEqual({
      HOME: '/home/me',
      PATH: process.env['PATH'],
      MARKER: marker,
      API_KEY: 'k',
      PATCHBAY_LAUNCH_ID: child.launchId,
    });
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });

  it('puts the child into a group of its own, whose start time is known', async () => {
    const child = await spawn({ args: ['-e', 'setInterval(() => {}, 1000)'] });
    expect(await child.startTime).toMatch(/\/\d+$/);
    expect(await child.group.isGone()).toBe(false);
    await child.group.kill();
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await child.group.isGone()).toBe(true);
    expect(await processesWith(marker)).toEqual([]);
  });

  it('tells the exit of a child that ends at once', async () => {
    const child = await spawn({ args: ['-e', 'process.exit(7)'] });
    expect(await child.exited).toEqual({ code: 7, signal: null });
  });

  it('on Windows hides the window, founds no group and never asks for a shell', async () => {
    const host = fakeHost('win32', { run: () => Promise.resolve('') });
    const folder = await tempFolder();
    await writeFile(join(folder, 'tool.cmd'), '');
    const child = await spawn(
      { args: ['-e', ''] },
      { host, env: { Path: folder, PATHEXT: '.CMD' }, probe: () => Promise.resolve('executable') },
    );
    await child.exited;
    expect(host.spawns[0]?.options).toMatchObject({ detached: false, windowsHide: true });
    expect(host.spawns[0]?.options.shell).toBeUndefined();
    expect(await child.startTime).toBeNull();
  });
});

describe('what cannot be spawned', () => {
  it('is a command that is not on PATH, named with what to do', async () => {
    const error = await refusal(
      { command: 'no-such-command' },
      { searchPath: () => Promise.resolve('/bin:/usr/bin') },
    );
    expect(error).toMatchObject({
      code: 'SERVER_FAILED',
      message: '"files" cannot start: the command "no-such-command" was not found.',
      expected: 'Install it, or write its full path as "command"; 2 folders of PATH were searched.',
      details: { reason: 'command-not-found' },
    });
    expect(isTransient(error)).toBe(false);
  });

  it('is a path where no file is', async () => {
    const error = await refusal({ command: '/no/such/file' });
    expect(error.message).toBe('"files" cannot start: there is no file "/no/such/file".');
  });

  it('is looked up on the server’s own PATH where it has one', async () => {
    const error = await refusal({ command: 'node', env: { PATH: '/nowhere' } });
    expect(error.expected).toContain('1 folders of PATH');
  });

  it('is a folder that is not there, and not the command', async () => {
    const folder = await tempFolder();
    const missing = await refusal({ cwd: join(folder, 'gone') });
    expect(missing.message).toBe(
      `"files" cannot start: its folder "${join(folder, 'gone')}" does not exist.`,
    );
    await writeFile(join(folder, 'file'), '');
    const file = await refusal({ cwd: join(folder, 'file') });
    expect(file.message).toContain('is not a folder');
    expect(file.details['reason']).toBe('folder-missing');
  });

  it('is a file without the right to be executed', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'tool'), '#!/bin/sh\n', { mode: 0o644 });
    const error = await refusal({ command: './tool', cwd: folder });
    expect(error.message).toBe(`"files" cannot start: "${join(folder, 'tool')}" may not be executed.`);
    await mkdir(join(folder, 'folder'));
    expect((await refusal({ command: './folder', cwd: folder })).details['reason']).toBe('command-not-found');
  });

  it('is a script whose interpreter is missing', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'tool'), '#!/no/such/interpreter\n', { mode: 0o755 });
    const error = await refusal({ command: join(folder, 'tool') });
    expect(error.details['reason']).toBe('interpreter-missing');
    expect(error.message).toContain('the program that its first line names is not');
  });

  it('is an argument that no system takes', async () => {
    const error = await refusal({ args: ['a\0b'] });
    expect(error).toMatchObject({ code: 'SERVER_FAILED', details: { reason: 'spawn-refused' } });
  });

  it('may be tried again where only resources were short', async () => {
    const host = fakeHost(process.platform, {
      spawn: () => {
        throw Object.assign(new Error('spawn EAGAIN'), { code: 'EAGAIN' });
      },
    });
    expect(isTransient(await refusal({}, { host }))).toBe(true);
  });
});
