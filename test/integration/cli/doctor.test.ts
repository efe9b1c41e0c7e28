// `patchbay doctor` on real folders and ports: all well, everything wrong, and while Patchbay runs.
import { chmod } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { freePort, takenPort } from '../../support/ports.ts';
import { startProgram, testHome } from '../../support/program.ts';

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { readonly id: string; readonly status: string; readonly message: string }[];
}

it('finds nothing wrong with a running Patchbay, by words and as a document', async () => {
  const program = await startProgram({ config: configWith({ mock: mockEntry() }) });
  const { status, stdout, stderr } = await program.home.run('doctor');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain(
    `✓ Patchbay ${program.runFile.version} runs (process ${program.pid}) on ${program.url}`,
  );
  expect(stdout).not.toContain('✗');
  const report = (await program.home.json('doctor')) as Report;
  expect(report.ok).toBe(true);
  expect(report.checks.filter((check) => check.status === 'failed')).toEqual([]);
  expect(new Set(report.checks.map(({ id }) => id))).toEqual(
    new Set([
      'running',
      'data-folder',
      'config',
      'gateway-port',
      'console-port',
      'command',
      'node',
      'display',
      'electron',
    ]),
  );
});

it('finds everything that is wrong before a start, with what to do', async () => {
  const port = await takenPort();
  const home = await testHome({
    config: configWith(
      { gone: { command: 'surely-no-such-command' }, poor: mockEntry({ env: { KEY: '${NOT_SET_AT_ALL}' } }) },
      { gateway: { port } },
    ),
  });
  await chmod(home.dataDir, 0o755);
  const { status, stdout, stderr } = await home.run('doctor');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^patchbay: \d checks failed\.\n$/);
  expect(stdout).toContain('✓ Patchbay does not run at the moment');
  expect(stdout).toContain(`! data folder ${home.dataDir} is open to other users (mode 0755)`);
  expect(stdout).toContain(`✗ gateway port ${port} on 127.0.0.1 is used by another program`);
  expect(stdout).toContain('→ Choose another port with --port, PATCHBAY_PORT');
  expect(stdout).toContain('✗ gone: surely-no-such-command is not found on PATH');
  expect(stdout).toMatch(/✗ poor: .*NOT_SET_AT_ALL/);
  const report = (await home.json('doctor')) as Report;
  expect(report.ok).toBe(false);
});

it('shows the place of a fault in config.json', async () => {
  const port = await freePort();
  const home = await testHome({ config: `{\n  "gateway": { "port": ${port}, "prot": 1 }\n}\n` });
  const { status, stdout } = await home.run('doctor');
  expect(status).toBe(1);
  expect(stdout).toContain(`✗ ${home.configFile}:2:`);
  expect(stdout).toContain('prot');
});
