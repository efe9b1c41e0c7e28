import { expect, it } from 'vitest';
import { candidatesOf } from '../../../../src/main/core/servers/registered/candidates.ts';

const tried = (url: string): readonly string[] =>
  candidatesOf(url).map(({ kind, url: at }) => `${kind} ${at}`);

it('looks for MCP at the URL and at /mcp, then HTTP+SSE, then commands', () => {
  expect(tried('http://127.0.0.1:8000')).toEqual([
    'mcp http://127.0.0.1:8000/',
    'mcp http://127.0.0.1:8000/mcp',
    'sse http://127.0.0.1:8000/sse',
    'commands http://127.0.0.1:8000/api/jsonrpc',
    'commands http://127.0.0.1:8000/cmd',
  ]);
});

it('tries a URL that names its own kind as it is, and nothing twice', () => {
  expect(tried('http://h/x/mcp/?key=1').slice(0, 2)).toEqual([
    'mcp http://h/x/mcp/?key=1',
    'mcp http://h/x/mcp?key=1',
  ]);
  expect(tried('http://h/mcp').filter((one) => one === 'mcp http://h/mcp')).toHaveLength(1);
  expect(tried('http://h/cmd').filter((one) => one.startsWith('commands'))).toEqual([
    'commands http://h/cmd',
  ]);
});
