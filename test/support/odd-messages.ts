// Messages made of odd JSON, as text: requests with the answers to them.
import * as fc from 'fast-check';
import { scanMessage } from '../../src/main/core/relay/wire/message.ts';
import type { Received } from '../fixtures/raw-http-server.ts';
import { anyObjectText, idText, messageText, stringText, valueText } from './odd-json.ts';

/** Keys stand once where the gateway reads them, in the message and its `params`; further down as often as they like. */
export const params = messageText([['"arguments"', anyObjectText]]).map((text) => text.trim());
export const version = fc.constant('"2.0"');
export const runs = { numRuns: 150 };

export const modernMeta = messageText([
  ['"io.modelcontextprotocol/protocolVersion"', fc.constant('"2026-07-28"')],
  ['"io.modelcontextprotocol/clientCapabilities"', fc.constant('{ }')],
]).map((text) => text.trim());

export function requestText(id: fc.Arbitrary<string>, params: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return messageText([
    ['"jsonrpc"', version],
    ['"id"', id],
    ['"method"', fc.constantFrom('"odd/method"', '"odd\\/method"', '"\\u006fdd/method"')],
    ['"params"', params],
  ]);
}

/** An answer to the request with this id, good or bad. */
export function answerText(
  id: string,
  extra: readonly (readonly [string, fc.Arbitrary<string>])[],
): fc.Arbitrary<string> {
  const body = fc.oneof(
    fc.constant([
      ['"result"', messageText([['"value"', valueText], ...extra]).map((text) => text.trim())] as const,
    ]),
    fc.constant([
      [
        '"error"',
        messageText([
          ['"code"', fc.constantFrom('-32000', '-32601', '42', '1e3')],
          ['"message"', stringText],
          ['"data"', valueText],
        ]).map((text) => text.trim()),
      ] as const,
    ]),
  );
  return body.chain((members) =>
    messageText([['"jsonrpc"', version], ['"id"', fc.constant(id)], ...members]),
  );
}

/** A request, and what the server answers. */
export function exchange(
  params: fc.Arbitrary<string>,
  extra: readonly (readonly [string, fc.Arbitrary<string>])[] = [],
): fc.Arbitrary<readonly [request: string, answer: string]> {
  return idText.chain((id) => fc.tuple(requestText(fc.constant(id), params), answerText(id, extra)));
}

/** An event has no carriage returns: its reader takes them for line ends. */
export const asEvent = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

/** The message with its id left out. */
export function withoutId(text: string): string {
  const { bytes, id } = scanMessage(Buffer.from(text));
  return id === null ? text : `${bytes.toString('utf8', 0, id.start)}${bytes.toString('utf8', id.end)}`;
}

export const isOdd = ({ method }: Received): boolean => method === 'odd/method';
