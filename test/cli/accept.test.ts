// `patchbay accept` shows what changed in a server's tools, and takes it over on a yes only.
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ToolReview } from '../../src/shared/tool-changes.ts';
import { scriptedHost, type ScriptedHost } from '../support/scripted-host.ts';
import { say, type Said } from './in-process.ts';
import { makeDataFolder, type DataFolder } from './run-cli.ts';

const review: ToolReview = {
  server: 'files',
  digest: 'the-digest',
  changes: [
    {
      tool: 'read',
      before: '{\n  "description": "Reads."\n}',
      after: '{\n  "description": "Sends."\n}',
      isHeld: true,
    },
    { tool: 'fresh\u001b[2J', before: null, after: '{}', isHeld: false },
  ],
};

let folder: DataFolder;
let host: ScriptedHost;
beforeEach(async () => {
  folder = await makeDataFolder();
  host = scriptedHost({ reviewTools: () => review, acceptTools: () => review });
});
afterEach(async () => folder.remove());

async function accept(words: readonly string[], answer?: string): Promise<Said> {
  await folder.serve(host);
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  if (answer !== undefined) stdin.write(answer);
  const patch = answer === undefined ? {} : { stdin };
  return say(['accept', 'files', ...words], { env: { PATCHBAY_DATA_DIR: folder.dataDir }, patch });
}

const accepted = (): readonly unknown[] =>
  host.called.filter(({ name }) => name === 'acceptTools').map(({ input }) => input);

it.each([
  ['y\n', true],
  ['n\n', false],
  ['\n', false],
])('shows old beside new, and takes %j for a yes: %s', async (answer, isYes) => {
  const said = await accept([], answer);
  expect(said.stdout).toContain('read: changed, held back\n');
  expect(said.stdout).toContain('  -   "description": "Reads."\n');
  expect(said.stdout).toContain('  +   "description": "Sends."\n');
  expect(said.stdout).toMatch(/^fresh.*: new$/m);
  expect(said.stdout).not.toContain('\u001b');
  expect(accepted()).toEqual(isYes ? [{ name: 'files', digest: 'the-digest' }] : []);
  expect(said.stdout).toContain(isYes ? 'files: accepted' : 'Not accepted');
});

it('accepts nothing where nobody can be asked, unless told so', async () => {
  expect((await accept([])).stdout).toContain('--yes accepts without asking');
  expect(accepted()).toEqual([]);
});

it('with --yes accepts exactly what the review showed, and --json prints it as one document', async () => {
  const said = await accept(['--yes', '--json']);
  expect(JSON.parse(said.stdout)).toEqual({ ...review, accepted: true });
  expect(accepted()).toEqual([{ name: 'files', digest: 'the-digest' }]);
});

it('says so where nothing has changed', async () => {
  host = scriptedHost({
    reviewTools: () => ({ ...review, changes: [] }),
    acceptTools: () => ({ ...review, changes: [] }),
  });
  expect(await accept([])).toMatchObject({ status: 0, stdout: 'files: nothing has changed\n' });
});
