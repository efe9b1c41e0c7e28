import { describe, expect, it } from 'vitest';
import { checkParamHeaders } from '../../../../src/main/core/relay/modern/param-headers.ts';
import { scan, type Json } from '../../../support/listening-peer.ts';

const tool = JSON.stringify({
  name: 'query',
  inputSchema: {
    type: 'object',
    properties: {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      count: { type: 'integer', 'x-mcp-header': 'Count' },
      dry: { type: 'boolean', 'x-mcp-header': 'Dry' },
      where: { type: 'object', properties: { zone: { type: 'string', 'x-mcp-header': 'Zone' } } },
      list: { type: 'array', items: { type: 'string', 'x-mcp-header': 'Never' } },
    },
  },
});

const check = (args: Json | undefined, paramHeaders: Record<string, string>) => (): void => {
  const params = { name: 'query', ...(args === undefined ? {} : { arguments: args }) };
  checkParamHeaders(
    { message: scan({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }), paramHeaders },
    tool,
  );
};

describe('headers of tool arguments', () => {
  it.each<[Json | undefined, Record<string, string>]>([
    [undefined, {}],
    [{ region: 'us-west1' }, { 'mcp-param-region': 'us-west1' }],
    [{ region: 'Grüße' }, { 'mcp-param-region': '=?base64?R3LDvMOfZQ==?=' }],
    [{ count: 42 }, { 'mcp-param-count': '42.0' }],
    [{ dry: true }, { 'mcp-param-dry': 'true' }],
    [{ where: { zone: 'a' } }, { 'mcp-param-zone': 'a' }],
    [{ region: null, list: ['x'] }, {}],
    [{ other: 1 }, { 'mcp-param-unknown': 'x' }],
  ])('%j fits %j', (args, headers) => {
    expect(check(args, headers)).not.toThrow();
  });

  it.each<[Json | undefined, Record<string, string>]>([
    [{ region: 'us-west1' }, {}],
    [{ region: 'us-west1' }, { 'mcp-param-region': 'eu' }],
    [{ region: 'us-west1' }, { 'mcp-param-region': '=?base64?%%?=' }],
    [{ count: 42 }, { 'mcp-param-count': '43' }],
    [{ count: 0 }, { 'mcp-param-count': ' ' }],
    [{ dry: false }, { 'mcp-param-dry': 'False' }],
    [{ where: { zone: 'a' } }, {}],
    [{}, { 'mcp-param-region': 'us-west1' }],
    [{ region: null }, { 'mcp-param-region': 'null' }],
  ])('%j does not fit %j', (args, headers) => {
    expect(check(args, headers)).toThrow(/^Header mismatch: mcp-param-/);
  });
});
