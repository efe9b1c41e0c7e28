// Asking a server for everything it offers, page by page.
import { AppError, toAppError } from '../../../shared/errors.ts';
import { rpcCode } from '../relay/wire/message.ts';
import type { Handshake } from '../upstream/types.ts';
import type { GatewayCaller } from './ask.ts';
import {
  listKinds,
  offeredKinds,
  readPage,
  type Catalogue,
  type CatalogueItem,
  type CataloguePage,
  type ListKind,
} from '../relay/catalogue.ts';

/** A server that pages for ever is cut off here. */
const maxItems = 20_000;

/** A list that the server claims to have and does not give. */
export interface ListFailure {
  readonly kind: ListKind;
  readonly error: AppError;
}

export interface Learnt {
  readonly catalogue: Catalogue;
  readonly failures: readonly ListFailure[];
}

/** A list that cannot be had is as it was `before`. Rejects with AppError when none can be had. */
export async function learnCatalogue(
  caller: GatewayCaller,
  handshake: Handshake,
  now: number,
  before: Catalogue | null,
): Promise<Learnt> {
  const lists: Record<ListKind, readonly CatalogueItem[]> = {
    tools: [],
    resources: [],
    resourceTemplates: [],
    prompts: [],
    skills: [],
  };
  const failures: ListFailure[] = [];
  const { instructions, capabilities } = handshake;
  const offered = offeredKinds(capabilities);
  const learn = async (kind: ListKind): Promise<void> => {
    try {
      lists[kind] = await learnList(caller, kind);
    } catch (error) {
      failures.push({ kind, error: toAppError(error) });
      lists[kind] = before?.lists[kind] ?? [];
    }
  };
  await Promise.all(offered.map(learn));
  const [first] = failures;
  if (first !== undefined && failures.length === offered.length) throw first.error;
  return { catalogue: { instructions, capabilities, lists, learnedAt: now }, failures };
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
