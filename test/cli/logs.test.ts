// `patchbay logs`: looking back, following, and being interrupted.
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scriptedHost } from '../support/scripted-host.ts';
import { until } from '../support/until.ts';
import { makeDataFolder } from './run-cli.ts';
import type { DataFolder } from './run-cli.ts';

let folder: DataFolder;
beforeEach(async () => {
  folder = await makeDataFolder();
});
afterEach(async () => folder.remove());

const texts = (stdout: string): string[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d{3} /, ''));

it('prints the newest lines of all sources, or of one', async () => {
  const host = scriptedHost();
  host.log({ text: 'a' }, { source: 'files', text: 'b' }, { text: 'c' });
  await folder.serve(host);
  expect(texts((await folder.run('logs')).stdout)).toEqual([
    'info  patchbay: a',
    'info  files: b',
    'info  patchbay: c',
  ]);
  expect(texts((await folder.run('logs', 'files')).stdout)).toEqual(['info  files: b']);
  expect(texts((await folder.run('logs', '--lines', '1')).stdout)).toEqual(['info  patchbay: c']);
});

it('prints one document with --json', async () => {
  const host = scriptedHost();
  host.log({ text: 'a' });
  await folder.serve(host);
  expect(JSON.parse((await folder.run('logs', '--json')).stdout)).toMatchObject([{ seq: 0, text: 'a' }]);
});

it('follows one source, nothing twice, nothing missing, until it is interrupted', async () => {
  const host = scriptedHost();
  host.log({ source: 'files', text: 'before' });
  await folder.serve(host);
  const following = folder.start('logs', 'files', '--follow');
  await until('the first line', () => following.stdout().includes('before'));
  host.log({ source: 'files', text: 'one' }, { text: 'other' });
  await until('the second line', () => following.stdout().includes('one'));
  host.log({ source: 'files', text: 'two' });
  await until('the third line', () => following.stdout().includes('two'));
  following.child.kill('SIGINT');
  const { stdout } = await following.ended;
  expect(texts(stdout)).toEqual(['info  files: before', 'info  files: one', 'info  files: two']);
});

it('follows a server that has one of the query’s words for its name', async () => {
  const host = scriptedHost();
  await folder.serve(host);
  const following = folder.start('logs', 'none', '-f');
  await until('the connection', () => host.listeners() > 0);
  host.log({ source: 'files', text: 'not this' }, { source: 'none', text: 'this' });
  await until('the line', () => following.stdout().includes('this'));
  following.child.kill('SIGTERM');
  expect(texts((await following.ended).stdout)).toEqual(['info  none: this']);
});

it('prints a document a line with --follow --json', async () => {
  const host = scriptedHost();
  host.log({ text: 'a' });
  await folder.serve(host);
  const following = folder.start('logs', '--follow', '--json');
  await until('the connection', () => host.listeners() > 0);
  host.log({ text: 'b' });
  await until('both lines', () => following.stdout().includes('"b"'));
  following.child.kill('SIGINT');
  const lines = (await following.ended).stdout.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(['a', 'b']);
});

it('waits for Patchbay to come back, and goes on where it was', async () => {
  const host = scriptedHost();
  const first = await folder.serve(host);
  const following = folder.start('logs', '--follow');
  await until('the connection', () => host.listeners() > 0);
  host.log({ text: 'one' });
  await until('the first line', () => following.stdout().includes('one'));
  await first.close();
  await until('a word about it', () => following.stderr().includes('waiting for Patchbay'));
  host.log({ text: 'meanwhile' });
  await folder.serve(host);
  await until('the missed line', () => following.stdout().includes('meanwhile'));
  following.child.kill('SIGINT');
  const { stdout, stderr } = await following.ended;
  expect(texts(stdout)).toEqual(['info  patchbay: one', 'info  patchbay: meanwhile']);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

it('does not wait for a Patchbay that was not there to begin with', async () => {
  expect(await folder.run('logs', '--follow')).toMatchObject({ status: 1, stdout: '' });
});

it('ends in silence when the reader of its output leaves', async () => {
  const host = scriptedHost();
  await folder.serve(host);
  const cli = resolve(import.meta.dirname, '../../src/main/cli.ts');
  const words = [cli, 'logs', '--follow', '--data-dir', folder.dataDir];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close');
  await until('the connection', () => host.listeners() > 0);
  child.stdout.destroy();
  const writing = setInterval(() => host.log({ text: 'x' }), 20);
  const [status] = (await ended) as [number | null];
  clearInterval(writing);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
