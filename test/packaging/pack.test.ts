// What electron-builder makes of out/, offline: the runtime is a stand-in that holds Electron's fuse wire.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProject, projectRoot } from '../../scripts/project.ts';

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-pack-'));
const packed = path.join(folder, 'release', 'linux-unpacked');
const archive = path.join(packed, 'resources', 'app.asar');

/** A program that is none, with the mark by which fuses are found, version 1, and nine of them. */
function makeRuntime(): string {
  const runtime = path.join(folder, 'runtime');
  mkdirSync(path.join(runtime, 'resources'), { recursive: true });
  const program = path.join(runtime, 'electron');
  writeFileSync(
    program,
    `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09${'1'.repeat(9)}${'\0'.repeat(100)}`,
    'latin1',
  );
  chmodSync(program, 0o755);
  for (const name of ['LICENSE', 'version']) writeFileSync(path.join(runtime, name), '');
  return runtime;
}

beforeAll(async () => {
  const words = [
    inProject('node_modules', 'electron-builder', 'cli.js'),
    '--dir',
    '--linux',
    '--x64',
    `-c.electronDist=${makeRuntime()}`,
    `-c.directories.output=${path.join(folder, 'release')}`,
  ];
  await run(process.execPath, words, { cwd: projectRoot });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed app', () => {
  it('holds what was built and package.json, and nothing else', () => {
    const files = listPackage(archive, { isPack: false });
    const strangers = files.filter((file) => !/^[/\\](?:package\.json$|out(?:$|[/\\]))/.test(file));
    expect(strangers).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['/out/main/index.js', '/out/main/cli.js', '/out/preload/index.cjs']),
    );
    expect(files).toContain('/out/renderer/index.html');
  });

  it('has its images beside the archive, where the system can read them', () => {
    const resources = readdirSync(path.join(packed, 'resources'), { recursive: true }).map(String);
    const wanted = ['tray/ready.png', 'tray/readyTemplate@2x.png', 'tray/off-dark.ico', 'icons/512x512.png'];
    expect(resources).toEqual(expect.arrayContaining(wanted.map((name) => path.normalize(name))));
  });

  it('has every fuse set as it was meant', async () => {
    // The wire holds a character for each fuse.
    const [on, off] = ['1'.charCodeAt(0), '0'.charCodeAt(0)];
    const wire = await getCurrentFuseWire(path.join(packed, 'patchbay'));
    expect({
      runAsNode: wire[FuseV1Options.RunAsNode],
      cookieEncryption: wire[FuseV1Options.EnableCookieEncryption],
      nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
      nodeInspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
      asarIntegrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
      onlyAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
      browserSnapshot: wire[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot],
      filePrivileges: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
    }).toEqual({
      runAsNode: on,
      cookieEncryption: off,
      nodeOptions: off,
      nodeInspect: off,
      asarIntegrity: on,
      onlyAsar: on,
      browserSnapshot: off,
      filePrivileges: off,
    });
  });

  it('runs its command line far from any node_modules', async () => {
    const elsewhere = path.join(folder, 'extracted');
    extractAll(archive, elsewhere);
    const { stdout } = await run(process.execPath, [path.join(elsewhere, 'out', 'main', 'cli.js'), '--help']);
    expect(stdout).toContain('serve');
  });
});
