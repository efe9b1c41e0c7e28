// What an answer of a server behind a URL, asked in the words of the modern era, shows; and whose it is (MCP 2026-07-28,
// basic/transports/streamable-http).
import { AppError } from '../../../../shared/errors.ts';
import { modernCode } from '../../relay/modern/rpc-codes.ts';
import { withId } from '../../relay/wire/edit.ts';
import {
  idText,
  isSameId,
  parseAt,
  pickMembers,
  scanMessage,
  type Message,
} from '../../relay/wire/message.ts';

/** The headers that mirror the body are not those that the server wants. */
export function isHeaderMismatch({ kind, bytes, body }: Message): boolean {
  return (
    kind === 'error' && parseAt(bytes, pickMembers(bytes, body, ['code']).code) === modernCode.headerMismatch
  );
}

/** Legacy servers refuse with codes of their own, below those of the modern era (MCP basic, error codes). */
export function isOfOldServer(statusCode: number, { kind, bytes, body }: Message): boolean {
  if (kind !== 'error' || statusCode < 400) return false;
  const code = parseAt(bytes, pickMembers(bytes, body, ['code']).code);
  return typeof code === 'number' && code <= -32_000 && code > modernCode.headerMismatch;
}

/**
 * The answer under the id of its request, as written there. Errors about requests that could not be read come without an
 * id, or with one of the server's own. Throws AppError for a result that answers something else.
 */
export function ownAnswer(answer: Message, id: string, server: string): Message {
  const { bytes, body, kind } = answer;
  if (answer.id === null) {
    const text = body === null ? '{}' : bytes.toString('utf8', body.start, body.end);
    return scanMessage(Buffer.from(`{"jsonrpc":"2.0","id":${id},"error":${text}}`));
  }
  const given = idText(answer);
  if (given === id) return answer;
  if (kind === 'error' || isSameId(given, id)) return scanMessage(withId(answer, id));
  throw new AppError('UPSTREAM_ERROR', `"${server}" answered another request than it was sent.`, {
    details: { server },
  });
}
