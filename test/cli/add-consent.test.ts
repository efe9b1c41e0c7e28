// `patchbay add` asks before it adds a command.
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { proposal } from '../support/proposal.ts';
import { sampleServer, scriptedHost } from '../support/scripted-host.ts';
import type { ScriptedHost } from '../support/scripted-host.ts';
import { say } from './in-process.ts';
import type { Said } from './in-process.ts';
import { makeDataFolder } from './run-cli.ts';
import type { DataFolder } from './run-cli.ts';

let folder: DataFolder;
beforeEach(async () => {
  folder = await makeDataFolder();
});
afterEach(async () => folder.remove());

async function add(host: ScriptedHost, stdin?: PassThrough & { isTTY: boolean }): Promise<Said> {
  await folder.serve(host);
  const patch = stdin === undefined ? {} : { stdin };
  return say(['add', 'files', '--', 'x'], { env: { PATCHBAY_DATA_DIR: folder.dataDir }, patch });
}

it.each([
  ['y\n', true],
  ['Yes\n', true],
  ['n\n', false],
  ['\n', false],
  ['yep\n', false],
])('add: shows the whole command and its warnings, and takes %j for a yes: %s', async (answer, isYes) => {
  const host = scriptedHost({ proposeServer: proposal, addServer: ({ name }) => sampleServer(name) });
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.write(answer);
  const said = await add(host, stdin);
  expect(said.stderr).toContain('  run ⟨U+202E⟩ it\n');
  expect(said.stderr).toContain('Warning: A shell runs it.\n');
  expect(said.stderr).toContain('Add it? [y/N] ');
  expect(said.status).toBe(isYes ? 0 : 1);
  expect(host.called.some(({ name }) => name === 'addServer')).toBe(isYes);
});

it('add: adds no command where nobody can be asked, unless told so', async () => {
  const host = scriptedHost({ proposeServer: proposal, addServer: ({ name }) => sampleServer(name) });
  const said = await add(host);
  expect(said).toMatchObject({ status: 1, stdout: '' });
  expect(said.stderr).toContain('"files" was not added. Where nobody can be asked, --yes says');
  expect(host.called.map(({ name }) => name)).toEqual(['proposeServer']);
});
