// Commands where there is nobody to talk to: each case has its own words and says what to do.
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scriptedHost } from '../support/scripted-host.ts';
import { say } from './in-process.ts';
import type { Said } from './in-process.ts';
import { makeDataFolder } from './run-cli.ts';
import type { DataFolder } from './run-cli.ts';

let folder: DataFolder;
beforeEach(async () => {
  folder = await makeDataFolder();
});
afterEach(async () => folder.remove());

const run = (...words: readonly string[]): Promise<Said> =>
  say(words, { env: { PATCHBAY_DATA_DIR: folder.dataDir } });

it('says how to start it where there is no run.json', async () => {
  const { status, stdout, stderr } = await run('servers');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(`Patchbay does not run on ${folder.dataDir}. Start it with "patchbay serve"`);
});

it('sees through a run.json that a crash left behind', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  await folder.serve(scriptedHost());
  await folder.writeRunFile({ pid, consoleUrl: 'http://127.0.0.1:9' });
  const { status, stderr } = await run('servers');
  expect(status).toBe(1);
  expect(stderr).toContain(`left over from process ${pid}, which has ended`);
});

it('says when nobody answers although the process lives', async () => {
  const served = await folder.serve(scriptedHost());
  await served.close();
  const { status, stderr } = await run('servers');
  expect(status).toBe(1);
  expect(stderr).toMatch(/does not answer at http:\/\/127\.0\.0\.1:\d+\. .*patchbay doctor/);
});

it('says when it runs without its console', async () => {
  await folder.serve(scriptedHost());
  await folder.writeRunFile();
  const { status, stderr } = await run('servers');
  expect(status).toBe(1);
  expect(stderr).toContain('without its console');
  expect(stderr).toContain('without --no-console');
});

it('says when the token is missing, or is another', async () => {
  await folder.serve(scriptedHost());
  await writeFile(join(folder.dataDir, 'console-token'), `${'a'.repeat(43)}\n`);
  expect(await run('servers')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('token is not valid'),
  });
  await rm(join(folder.dataDir, 'console-token'));
  expect(await run('servers')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('console-token in'),
  });
});

it('recognizes that a stranger answers', async () => {
  const stranger = createServer((_request, response) => response.end('<html>hello</html>'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const { port } = stranger.address() as AddressInfo;
  await folder.serve(scriptedHost());
  await folder.writeRunFile({ consoleUrl: `http://127.0.0.1:${port}` });
  try {
    const { status, stderr } = await run('servers');
    expect(status).toBe(1);
    expect(stderr).toContain('does not answer like a Patchbay console');
  } finally {
    stranger.close();
  }
});

it('gives a program the code of the failure with --json', async () => {
  const { stdout } = await run('status', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'NOT_RUNNING', details: { reason: 'no-run-file' } },
  });
});
