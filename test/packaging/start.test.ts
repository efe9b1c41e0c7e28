// `npm start` as people have it: which program comes up, with which words, and how it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inProject, projectRoot } from '../../scripts/project.ts';
import { startPatchbay } from '../support/patchbay.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { until } from '../support/until.ts';

interface Started {
  readonly output: () => string;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
}

function start(words: readonly string[], env: Readonly<Record<string, string>>): Started {
  return run(process.execPath, [inProject('scripts', 'start.ts'), ...words], env);
}

function run(program: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(?:DISPLAY|WAYLAND_DISPLAY|SSH_|ELECTRON_|PATCHBAY_|VITEST|NODE_ENV)/.test(name),
  );
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(clean), PATCHBAY_BUILT: '1', ...env },
  });
  onTestFinished(() => {
    child.kill('SIGTERM');
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = once(child, 'close').then(([status]) => status as number | null);
  return { output: () => output, signal: (name) => child.kill(name), ended };
}

/** A program in Electron's place that tells its words and ends with the status. */
async function standIn(status: number): Promise<string> {
  const folder = await tempFolder();
  const program = path.join(folder, 'electron');
  writeFileSync(program, `#!/bin/sh\necho "stand-in: $*"\nexit ${status}\n`);
  chmodSync(program, 0o755);
  return folder;
}

const anyPorts = ['--port', '0', '--console-port', '0'];

describe('npm start', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'without a display says so, is ready all the same, and ends cleanly on %s',
    async (signal) => {
      const started = start(['--data-dir', await tempFolder(), ...anyPorts], {});
      await until('the ready line', () => started.output().includes('Patchbay ready on http://127.0.0.1:'));
      expect(started.output()).toMatch(
        /^No display .*: starting without the tray, with the browser console\.$/m,
      );
      started.signal(signal);
      expect(await started.ended).toBe(0);
    },
  );

  it('starts the app in its own runtime where there are a display and a runtime', async () => {
    const env = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: await standIn(5) };
    const started = start(['--port', '3100', '--hidden'], env);
    expect(await started.ended).toBe(5);
    expect(started.output()).toContain(`stand-in: ${projectRoot} --port 3100 --hidden`);
  });

  it('goes on without the tray where the runtime cannot be loaded', async () => {
    const env = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: await standIn(127) };
    const started = start(['--data-dir', await tempFolder(), ...anyPorts], env);
    await until('the ready line', () => started.output().includes('Patchbay ready on'));
    expect(started.output()).toContain('The Electron runtime cannot run here: starting without the tray');
    started.signal('SIGTERM');
    expect(await started.ended).toBe(0);
  });

  it('fails as the gateway fails', async () => {
    const started = start(['--headless', '--no-such-word'], {});
    expect(await started.ended).toBe(2);
    expect(started.output()).toContain('--no-such-word');
  });
});

it('the built program runs on the Node that npm runs on, which may be older than the pinned one', async () => {
  const node = process.env['npm_node_execpath'] ?? process.execPath;
  const words = [inProject('out', 'main', 'cli.js'), 'serve', '--data-dir', await tempFolder(), ...anyPorts];
  const started = run(node, words);
  await until('the ready line', () => {
    if (started.output().includes('SyntaxError')) throw new Error(started.output());
    return started.output().includes('Patchbay ready on');
  });
  started.signal('SIGTERM');
  expect(await started.ended).toBe(0);
});

it('the built bridge runs on that Node, too, wherever it was copied to', async () => {
  const node = process.env['npm_node_execpath'] ?? process.execPath;
  const folder = await tempFolder();
  const file = path.join(folder, 'bridge.mjs');
  copyFileSync(inProject('out', 'main', 'bridge.js'), file);
  const patchbay = await startPatchbay({ auth: { mode: 'none' } });
  const child = spawn(node, [file, 'patchbay', '--data-dir', patchbay.dataDir]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdin.end('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
  const [status] = (await once(child, 'close')) as [number | null];
  expect([status, output]).toEqual([0, '{"jsonrpc":"2.0","id":1,"result":{}}\n']);
});
