import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { renamed } from '../../../src/main/core/relay/wire/edit.ts';
import { progressTokenSpan, scanMessage } from '../../../src/main/core/relay/wire/message.ts';

const number = fc.oneof(
  fc.nat(),
  fc.constantFrom(0, 9, 10, 99, 100, 999_999, 1_000_000),
  fc.maxSafeNat().map((each) => each % 1e15),
);

it('gives a request another number, and its progress token with it, wherever they stand', () => {
  fc.assert(
    fc.property(number, fc.json(), fc.boolean(), fc.boolean(), (id, odd, hasToken, isIdFirst) => {
      const params = `"params":{"x":${odd}${hasToken ? ',"_meta":{"progressToken":"mine"}' : ''}}`;
      const members = isIdFirst ? ['"id":"own"', params] : [params, '"id":"own"'];
      const message = scanMessage(Buffer.from(`{"jsonrpc":"2.0",${members.join(',')},"method":"m"}`));
      const text = renamed(message, progressTokenSpan(message) ?? null, id).toString();
      const expected = message.bytes.toString().replace('"id":"own"', `"id":${id}`);
      expect(text).toBe(expected.replace('"progressToken":"mine"', `"progressToken":${id}`));
    }),
  );
});
