// Asking a server for everything it offers, page by page.
import { AppError } from '../../../shared/errors.ts';
import { rpcCode } from '../relay/wire/message.ts';
import type { Handshake } from '../upstream/types.ts';
import type { GatewayCaller } from './ask.ts';
import {
  allListKinds,
  listKinds,
  readPage,
  type Catalogue,
  type CatalogueItem,
  type CataloguePage,
  type ListKind,
} from '../relay/catalogue.ts';

/** A server that pages for ever is cut off here. */
const maxItems = 20_000;

/** Rejects with AppError when a list that the server claims to have cannot be had. */
export async function learnCatalogue(
  caller: GatewayCaller,
  handshake: Handshake,
  now: number,
): Promise<Catalogue> {
  const lists: Record<ListKind, readonly CatalogueItem[]> = {
    tools: [],
    resources: [],
    resourceTemplates: [],
    prompts: [],
  };
  for (const kind of allListKinds) {
    if (listKinds[kind].capability in handshake.capabilities) lists[kind] = await learnList(caller, kind);
  }
  return { instructions: handshake.instructions, lists, learnedAt: now };
}

async function learnList(caller: GatewayCaller, kind: ListKind): Promise<readonly CatalogueItem[]> {
  const items: CatalogueItem[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await learnPage(caller, kind, cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor !== undefined && seen.has(cursor)) break;
    if (cursor !== undefined) seen.add(cursor);
  } while (cursor !== undefined && items.length < maxItems);
  return items;
}

async function learnPage(
  caller: GatewayCaller,
  kind: ListKind,
  cursor: string | undefined,
): Promise<CataloguePage> {
  const nothing: CataloguePage = { items: [], nextCursor: undefined };
  try {
    const answer = await caller.ask(listKinds[kind].method, cursor === undefined ? {} : { cursor });
    return answer.body === null ? nothing : readPage(kind, answer.bytes, answer.body);
  } catch (error) {
    // A server may offer resources without templates.
    if (error instanceof AppError && error.details['rpcCode'] === rpcCode.methodNotFound) return nothing;
    throw error;
  }
}
