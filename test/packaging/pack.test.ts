// What `npm run pack` makes of out/, offline: the runtime is a stand-in that holds Electron's fuse wire.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { inProject, projectRoot } from '../../scripts/project.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-pack-'));
const packed = path.join(folder, 'release', 'linux-unpacked');
const archive = path.join(packed, 'resources', 'app.asar');

beforeAll(async () => {
  const words = [
    inProject('scripts', 'pack.ts'),
    `-c.directories.output=${path.join(folder, 'release')}`,
    '--linux',
    '--x64',
  ];
  // Without the runtime of this machine, if it has one.
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'none') };
  await run(process.execPath, words, { cwd: projectRoot, env });
}, 90_000);
/** A shell script in the stand-in's place, until the test ends. */
function replaceProgram(script: string): void {
  const program = path.join(packed, 'patchbay');
  const runtime = readFileSync(program);
  onTestFinished(() => writeFileSync(program, runtime));
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
}

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

  it('has an updater, and no release feed that it would ask', () => {
    const files = listPackage(archive, { isPack: false });
    expect(files.filter((file) => file.includes('electron-updates-'))).toHaveLength(1);
    expect(readdirSync(path.join(packed, 'resources'))).not.toContain('app-update.yml');
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

  it('serves under plain Node from what is in the archive, far from any node_modules', async () => {
    const elsewhere = path.join(folder, 'extracted');
    extractAll(archive, elsewhere);
    const cli = path.join(elsewhere, 'out', 'main', 'cli.js');
    const dataDir = await tempFolder();
    const words = [cli, 'serve', '--data-dir', dataDir, '--port', '0', '--console-port', '0'];
    const child = spawn(process.execPath, words, { cwd: dataDir, stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until('the ready line', () => said.includes('Patchbay ready on '));
    const { url } = JSON.parse(readFileSync(path.join(dataDir, 'run.json'), 'utf8')) as { url: string };
    expect((await fetch(new URL('/health', url))).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('passes the smoke test of releases, and one that does not start fails it', async () => {
    const cli = path.join(folder, 'extracted', 'out', 'main', 'cli.js');
    // Node in the runtime's place: as the app it serves, as Node it is the command line.
    replaceProgram(
      `[ "$ELECTRON_RUN_AS_NODE" = 1 ] && mode= || mode=serve; shift; [ -n "$mode" ] && set -- "$1" "$2" "$3" "$4" "$5" "$6"; exec '${process.execPath}' '${cli}' $mode "$@"`,
    );
    const smoke = () => run(process.execPath, [inProject('scripts', 'smoke.ts'), packed]);
    expect((await smoke()).stdout).toMatch(/The gateway answers\.[^]*The command line finds it\./);
    replaceProgram('exit 3');
    await expect(smoke()).rejects.toThrow('The app ended with 3.');
  });

  it('has its command line for PATH, which runs its own runtime as Node through any link', async () => {
    replaceProgram('echo "$ELECTRON_RUN_AS_NODE"; for word; do echo "$word"; done');
    const link = path.join(await tempFolder(), 'patchbay');
    symlinkSync(path.join(packed, 'resources', 'bin', 'patchbay'), link);
    const { stdout } = await run(link, ['add', 'two words']);
    const cli = path.join(packed, 'resources', 'app.asar', 'out', 'main', 'cli.js');
    expect(stdout.split('\n')).toEqual(['1', cli, 'add', 'two words', '']);
  });
});
