// What a server offers, as it said it: each item's JSON text and the name it goes by. Kept on disk, so that lists
// can be answered while a server is off.
import { isRecord } from '../../../shared/is-record.ts';
import { MessageError, pickMembers, textAt } from './wire/message.ts';
import { decodeString, eachElement, eachMember, type Span } from './wire/scan.ts';

export type ListKind = 'tools' | 'resources' | 'resourceTemplates' | 'prompts' | 'skills';

export interface ListDescription {
  /** It asks for the list. */
  readonly method: string;
  /** The member that identifies an item. */
  readonly key: string;
  /** What a server with the list declares; its list_changed tells of changes. */
  readonly capability: string;
  /** What it declares besides. */
  readonly extension?: string;
}

export const listKinds: Readonly<Record<ListKind, ListDescription>> = {
  tools: { method: 'tools/list', key: 'name', capability: 'tools' },
  resources: { method: 'resources/list', key: 'uri', capability: 'resources' },
  resourceTemplates: { method: 'resources/templates/list', key: 'uriTemplate', capability: 'resources' },
  prompts: { method: 'prompts/list', key: 'name', capability: 'prompts' },
  skills: {
    method: 'skills/list',
    key: 'uri',
    capability: 'resources',
    extension: 'io.modelcontextprotocol/skills',
  },
};

export const allListKinds = Object.keys(listKinds) as readonly ListKind[];

const kindOfMethod: ReadonlyMap<string, ListKind> = new Map(
  allListKinds.map((kind) => [listKinds[kind].method, kind]),
);

/** The list that a method asks for; undefined for other methods. */
export function listAskedFor(method: string): ListKind | undefined {
  return kindOfMethod.get(method);
}

export interface CatalogueItem {
  /** Its name, URI or URI template. */
  readonly key: string;
  /** The JSON object, as the server wrote it. */
  readonly text: string;
}

/** What a server said of itself when it was opened. */
export type Capabilities = Readonly<Record<string, unknown>>;

export interface Catalogue {
  readonly instructions: string | undefined;
  readonly capabilities: Capabilities;
  readonly lists: Readonly<Record<ListKind, readonly CatalogueItem[]>>;
  /** Epoch milliseconds. */
  readonly learnedAt: number;
}

/** The extensions that a server declares, with what it says of each (MCP 2026-07-28, extensions). */
export function extensionsOf({ extensions }: Capabilities): Readonly<Record<string, unknown>> {
  return isRecord(extensions) ? extensions : {};
}

/** The lists that a server with these capabilities has. */
export function offeredKinds(capabilities: Capabilities): readonly ListKind[] {
  const extensions = extensionsOf(capabilities);
  return allListKinds.filter((kind) => {
    const { capability, extension } = listKinds[kind];
    return (
      Object.hasOwn(capabilities, capability) &&
      (extension === undefined || Object.hasOwn(extensions, extension))
    );
  });
}

export interface CataloguePage {
  readonly items: readonly CatalogueItem[];
  readonly nextCursor: string | undefined;
}

/** The items of one page of a list result, and its cursor. Items without a usable key are left out. */
export function readPage(kind: ListKind, bytes: Buffer, result: Span): CataloguePage {
  const items: CatalogueItem[] = [];
  let nextCursor: string | undefined;
  eachMember(bytes, result.start, (member, value) => {
    if (member === kind && bytes[value.start] === 0x5b) {
      eachElement(bytes, value.start, (span) => {
        const item = readItem(kind, bytes.toString('utf8', span.start, span.end));
        if (item !== null) items.push(item);
      });
    } else if (member === 'nextCursor' && bytes[value.start] === 0x22) {
      nextCursor = decodeString(bytes, value);
    }
  });
  return { items, nextCursor };
}

/** One item from its JSON text; null when it has no usable key, or is ambiguous. */
export function readItem(kind: ListKind, text: string): CatalogueItem | null {
  const bytes = Buffer.from(text);
  try {
    const { [listKinds[kind].key]: span } = pickMembers(bytes, { start: 0, end: bytes.length }, [
      listKinds[kind].key,
    ]);
    const key = textAt(bytes, span) ?? '';
    return key === '' ? null : { key, text };
  } catch (error) {
    if (error instanceof MessageError) return null;
    throw error;
  }
}

/** The kinds whose lists differ. */
export function changedKinds(before: Catalogue | null, after: Catalogue | null): readonly ListKind[] {
  return allListKinds.filter((kind) => {
    const [old, now] = [before?.lists[kind] ?? [], after?.lists[kind] ?? []];
    return old.length !== now.length || old.some((item, index) => item.text !== now[index]?.text);
  });
}
