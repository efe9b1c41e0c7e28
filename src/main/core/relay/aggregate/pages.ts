// Merged lists, a page at a time (MCP server/utilities/pagination).
import type { ListKind } from '../catalogue.ts';
import { errorMessage, resultFromText } from '../wire/edit.ts';
import { rpcCode } from '../wire/message.ts';

/** Large, because some clients read the first page only. */
export const pageSize = 1000;

/** The answer to a list request. A cursor that is none of ours is -32602, as the specification wants. */
export function listPage(
  id: string,
  kind: ListKind,
  texts: readonly string[],
  cursor: string | undefined,
): Buffer {
  const offset = cursor === undefined ? 0 : readCursor(cursor);
  if (offset === null)
    return errorMessage(id, {
      code: rpcCode.invalidParams,
      message: 'The cursor is not valid; start without one.',
    });
  const page = texts.slice(offset, offset + pageSize);
  const next = offset + pageSize < texts.length ? `,"nextCursor":"${writeCursor(offset + pageSize)}"` : '';
  // Results of this extension say in both eras how long they may be kept (MCP skills, listing).
  const extra = kind === 'skills' ? ',"ttlMs":0,"cacheScope":"private"' : '';
  return resultFromText(id, `{"${kind}":[${page.join(',')}]${next}${extra}}`);
}

function writeCursor(offset: number): string {
  return Buffer.from(`page:${offset}`).toString('base64url');
}

function readCursor(cursor: string): number | null {
  const match = /^page:(\d{1,9})$/.exec(Buffer.from(cursor.slice(0, 64), 'base64url').toString('latin1'));
  return match?.[1] === undefined ? null : Number(match[1]);
}
