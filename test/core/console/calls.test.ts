// The contract's calls over the console's HTTP.
import { afterEach, expect, it } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { sampleServer, scriptedHost } from '../../support/scripted-host.ts';
import { bearer, call, runConsole, send } from './running-console.ts';
import type { RunningConsole } from './running-console.ts';

let running: RunningConsole | undefined;
afterEach(async () => running?.console.close());

it('runs a call with the checked input and answers its value', async () => {
  const host = scriptedHost({ startServer: ({ name }) => sampleServer(name, { status: 'ready' }) });
  running = await runConsole({ host });
  const answer = await call(running.port, 'startServer', { name: 'files' });
  expect(answer).toMatchObject({ status: 200, json: { value: { name: 'files', status: 'ready' } } });
  expect(host.called).toEqual([{ name: 'startServer', input: { name: 'files' } }]);
});

it('takes no body, or an empty one, for an empty input', async () => {
  running = await runConsole();
  const withoutBody = await send(running.port, '/api/getState', { method: 'POST', headers: bearer });
  expect(withoutBody).toMatchObject({ status: 200, json: { value: { version: '1.2.3' } } });
  const headers = { ...bearer, 'content-type': 'application/json; charset=utf-8' };
  expect(await send(running.port, '/api/getState', { method: 'POST', headers })).toMatchObject({
    status: 200,
  });
});

it('fills in the contract’s defaults', async () => {
  running = await runConsole();
  await call(running.port, 'readLogs');
  expect(running.host.called).toEqual([{ name: 'readLogs', input: { after: -1, limit: 500 } }]);
});

it.each([
  ['startServer', {}, '"name" is not valid', 'Accepted fields: name.'],
  ['startServer', { name: 7 }, 'expected string, received number', 'Accepted fields: name.'],
  ['startServer', { name: 'a', force: true }, 'Unrecognized key: "force"', 'Accepted fields: name.'],
  ['getState', [], 'the input is not valid', 'Accepted: {}.'],
  ['readLogs', { limit: 0 }, '"limit" is not valid', 'Accepted fields: source, after, limit.'],
  [
    'addServer',
    { name: 'a', entry: { url: 5 } },
    '"entry.url" is not valid: Invalid input: expected string',
    'Accepted fields',
  ],
])(
  'answers 400 for %s with %j, naming what is wrong and what is accepted',
  async (name, input, fault, accepted) => {
    running = await runConsole();
    const answer = await call(running.port, name, input);
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'BAD_REQUEST' } } });
    expect(answer.text.replaceAll(String.raw`\"`, '"')).toContain(fault);
    expect(answer.text).toContain(accepted);
    expect(running.host.called).toEqual([]);
  },
);

it.each([
  ['{"name": }', 'not valid JSON'],
  ['{"__proto__": {"polluted": true}}', 'not allowed'],
])('answers 400 for the body %s', async (body, fault) => {
  running = await runConsole();
  const headers = { ...bearer, 'content-type': 'application/json' };
  const answer = await send(running.port, '/api/startServer', { method: 'POST', headers, body });
  expect(answer).toMatchObject({ status: 400, json: { error: { code: 'BAD_REQUEST' } } });
  expect(answer.text).toContain(fault);
});

it('reads nothing but application/json', async () => {
  running = await runConsole();
  const headers = { ...bearer, 'content-type': 'text/plain' };
  const answer = await send(running.port, '/api/getState', { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('application/json');
});

it('answers 413 for an input over 16 MiB', async () => {
  running = await runConsole();
  const headers = { ...bearer, 'content-type': 'application/json', 'content-length': 16_777_217 };
  const answer = await send(running.port, '/api/getState', { method: 'POST', headers });
  expect(answer).toMatchObject({ status: 413, json: { error: { code: 'MESSAGE_TOO_LARGE' } } });
});

it('passes on a command’s refusal with its status, advice and details', async () => {
  const refuse = () => {
    throw new AppError('SERVER_FAILED', 'files: command not found: nope.', {
      expected: 'Install it.',
      details: { server: 'files' },
    });
  };
  running = await runConsole({ host: scriptedHost({ startServer: refuse }) });
  const answer = await call(running.port, 'startServer', { name: 'files' });
  expect(answer.status).toBe(502);
  expect(answer.json).toEqual({
    error: {
      code: 'SERVER_FAILED',
      message: 'files: command not found: nope.',
      expected: 'Install it.',
      details: { server: 'files' },
    },
  });
  expect(running.errors).toEqual([]);
});

it('answers 500 for a mistake of its own, and logs where it happened', async () => {
  const stumble = () => {
    throw new TypeError('no such thing');
  };
  running = await runConsole({ host: scriptedHost({ startServer: stumble }) });
  const answer = await call(running.port, 'startServer', { name: 'files' });
  expect(answer).toMatchObject({ status: 500, json: { error: { code: 'INTERNAL' } } });
  expect(answer.text).not.toContain('.ts');
  expect(running.errors[0]).toContain('calls.test.ts');
});

it.each([
  ['POST', '/api/fly'],
  ['POST', '/api/constructor'],
  ['GET', '/api/getState'],
  ['DELETE', '/api/getState'],
  ['GET', '/api/'],
  ['POST', '/api/getState/more'],
])('answers 404 for %s %s, with the calls there are', async (method, path) => {
  running = await runConsole();
  const answer = await send(running.port, path, { method, headers: bearer });
  expect(answer).toMatchObject({ status: 404, json: { error: { code: 'NOT_FOUND' } } });
  expect(answer.text).toContain('startServer');
});

it('names the port that another program has, and the ways around it', async () => {
  running = await runConsole();
  await expect(runConsole({ port: running.port })).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: `The console's port ${running.port} is used by another program.`,
    expected: 'Choose another with --console-port, or do without the console: --no-console.',
  });
});

it('closes twice, and answers nothing afterwards', async () => {
  running = await runConsole();
  await running.console.close();
  await running.console.close();
  await expect(call(running.port, 'getState')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(() => running?.console.link()).toThrow('does not listen');
});
