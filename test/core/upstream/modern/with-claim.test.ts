import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClaim } from '../../../../src/main/core/relay/modern/claim.ts';
import { scanMessage } from '../../../../src/main/core/relay/wire/message.ts';
import { withClaim, withParams } from '../../../../src/main/core/upstream/modern/with-claim.ts';
import type { Json } from '../../../support/listening-peer.ts';

const client = {
  protocolVersion: '2025-11-25',
  capabilities: { roots: {} },
  clientInfo: { name: 'a', version: '1' },
};
const message = (json: string) => scanMessage(Buffer.from(json));
const anyObject = fc
  .dictionary(
    fc.string().filter((key) => key !== '__proto__'),
    fc.jsonValue(),
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe('the claim that is put into a request', () => {
  it('can be read again, and nothing else is changed', () => {
    fc.assert(
      fc.property(
        anyObject,
        fc.option(anyObject),
        fc.constantFrom(null, 'debug', 'error'),
        (params, meta, level) => {
          const sent = { ...params, ...(meta === null ? {} : { _meta: meta }) };
          const request = message(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x', params: sent }));
          const claimed = withClaim(request, client, level);
          expect(readClaim(claimed)).toMatchObject({
            protocolVersion: '2026-07-28',
            capabilities: client.capabilities,
            clientInfo: client.clientInfo,
          });
          const { _meta: claimedMeta, ...rest } = (JSON.parse(claimed.bytes.toString()) as { params: Json })
            .params;
          const { _meta: _before, ...before } = sent as Json;
          expect(rest).toEqual(before);
          expect(claimedMeta).toMatchObject(meta ?? {});
        },
      ),
    );
  });

  it.each([
    ['{"jsonrpc":"2.0","id":1,"method":"x"}', '{"params":{"_meta":'],
    ['{"id":1,"method":"x","params":{},"jsonrpc":"2.0"}', '"params":{"_meta":{'],
    ['{"id":1,"method":"x","params":{"_meta":null},"jsonrpc":"2.0"}', '"params":{"_meta":{'],
    ['{"id":1,"method":"x","params":{ "_meta" : { } },"jsonrpc":"2.0"}', '"params":{ "_meta" : {'],
  ])('finds its place in %s', (json, part) => {
    const claimed = withClaim(message(json), client, 'info');
    expect(claimed.bytes.toString().replaceAll(/^\{(?="params")/g, '{')).toContain(part);
    expect(readClaim(claimed)).toMatchObject({ logLevel: 'info', clientInfo: { name: 'a' } });
  });

  it('stands in the place of one that the client has no business to send', () => {
    const meta = { 'io.modelcontextprotocol/protocolVersion': '1999', own: 1 };
    const request = message(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x', params: { _meta: meta } }));
    const claimed = withClaim(request, client, null);
    expect(readClaim(claimed).protocolVersion).toBe('2026-07-28');
    expect(claimed.bytes.toString()).toContain('"own":1');
    expect(claimed.bytes.toString()).not.toContain('1999');
  });
});

describe('members that are added to a request', () => {
  it('stand beside what is there', () => {
    const added = withParams(
      message('{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":1.0}}'),
      new Map([['b', '[ ]']]),
    );
    expect(JSON.parse(added.bytes.toString())).toMatchObject({ params: { a: 1, b: [] } });
    expect(added.bytes.toString()).toContain('"a":1.0');
  });
});
