import { describe, expect, it } from 'vitest';
import { isModernAnswer, readDiscovered } from '../../../../src/main/core/upstream/modern/discovered.ts';
import { scan, type Json } from '../../../support/listening-peer.ts';

const result = (value: Json) => scan({ jsonrpc: '2.0', id: 1, result: value });
const error = (code: number, data?: Json) =>
  scan({ jsonrpc: '2.0', id: 1, error: { code, message: 'no', ...(data === undefined ? {} : { data }) } });

describe('an answer to server/discover', () => {
  it.each([
    ['a result that names our revision', result({ supportedVersions: ['2027-01-01', '2026-07-28'] }), true],
    ['a refusal of headers', error(-32_020), true],
    ['a refusal for a capability', error(-32_021), true],
    ['a refusal of the revision that offers ours', error(-32_022, { supported: ['2026-07-28'] }), true],
    ['a refusal of the revision that offers others', error(-32_022, { supported: ['2027-01-01'] }), false],
    ['a result that names only others', result({ supportedVersions: ['2027-01-01'] }), false],
    ['a result of another kind', result({}), false],
    ['an unknown method', error(-32_601), false],
    ['no session', error(-32_000), false],
  ])('is that of a modern server where it is %s: %o', (_what, answer, isModern) => {
    expect(isModernAnswer(answer)).toBe(isModern);
  });

  it('is read wherever the server says its name', () => {
    const info = { name: 'box', version: '1', icons: [] };
    const inBody = readDiscovered('x', result({ capabilities: { odd: {} }, serverInfo: info }));
    const inMeta = readDiscovered('x', result({ _meta: { 'io.modelcontextprotocol/serverInfo': info } }));
    expect([inBody.serverInfo, inMeta.serverInfo]).toEqual([info, info]);
    expect(inBody).toMatchObject({ era: 'modern', protocolVersion: '2026-07-28', capabilities: { odd: {} } });
    expect(readDiscovered('x', result({})).serverInfo).toEqual({ name: 'x', version: '' });
  });

  it('that refuses is an error with its reason', () => {
    expect(() => readDiscovered('x', error(-32_021))).toThrow('"x" refused server/discover: no.');
  });
});
