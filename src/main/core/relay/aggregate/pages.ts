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
  return resultFromText(id, pageOf(kind, texts, offset));
}

/** Pages by where they begin, as bytes, for as long as somebody has the list: lists are asked for far more often than made. */
const made = new WeakMap<readonly string[], Map<number, Buffer>>();

function pageOf(kind: ListKind, texts: readonly string[], offset: number): Buffer {
  // Anybody may write a cursor; only those of ours are worth keeping.
  if (offset % pageSize !== 0 || offset >= texts.length) return printed(kind, texts, offset);
  const pages = made.get(texts) ?? new Map<number, Buffer>();
  made.set(texts, pages);
  const page = pages.get(offset) ?? printed(kind, texts, offset);
  pages.set(offset, page);
  return page;
}

function printed(kind: ListKind, texts: readonly string[], offset: number): Buffer {
  const page = texts.slice(offset, offset + pageSize);
  const next = offset + pageSize < texts.length ? `,"nextCursor":"${writeCursor(offset + pageSize)}"` : '';
  // Results of this extension say in both eras how long they may be kept (MCP skills, listing).
  const extra = kind === 'skills' ? ',"ttlMs":0,"cacheScope":"private"' : '';
  return Buffer.from(`{"${kind}":[${page.join(',')}]${next}${extra}}`);
}

function writeCursor(offset: number): string {
  return Buffer.from(`page:${offset}`).toString('base64url');
}

function readCursor(cursor: string): number | null {
  const match = /^page:(\d{1,9})$/.exec(Buffer.from(cursor.slice(0, 64), 'base64url').toString('latin1'));
  return match?.[1] === undefined ? null : Number(match[1]);
}
