// One item of a merged list: its JSON as the server wrote it, but for its own name or URI and the URIs that it refers to.
import { listKinds, type ListKind } from '../catalogue.ts';
import { splice, type Replacement } from '../wire/edit.ts';
import { MessageError, pickMembers, textAt } from '../wire/message.ts';
import { eachElement, type Span } from '../wire/scan.ts';

/** Where an item names resources of its server. */
interface References {
  readonly bytes: Buffer;
  readonly spans: readonly Span[];
}

/** Members of a tool's `_meta` that hold the URI of its page: what apps had before `ui.resourceUri`, and a client's own. */
const olderPageKeys = ['ui/resourceUri', 'openai/outputTemplate'] as const;

/** The URIs that an item refers to: a tool its page (MCP apps, resource discovery), a skill its files (MCP skills, entries). */
export function referredUris(kind: ListKind, text: string): readonly string[] {
  const { bytes, spans } = references(kind, text);
  return spans.map((span) => textAt(bytes, span)).filter((uri) => uri !== undefined);
}

/** `exposed`: what the item itself is called; `uriOf`: what the resources that it refers to are called. */
export function exposedItem(
  kind: ListKind,
  text: string,
  exposed: string,
  uriOf: (uri: string) => string,
): string {
  const { bytes, spans } = references(kind, text);
  const changes: Replacement[] = [];
  for (const span of spans) {
    const uri = textAt(bytes, span) ?? '';
    const shown = uriOf(uri);
    if (shown !== uri) changes.push({ span, text: JSON.stringify(shown) });
  }
  const { key } = listKinds[kind];
  const { [key]: own } = pickMembers(bytes, whole(bytes), [key]);
  if (own !== undefined && textAt(bytes, own) !== exposed)
    changes.push({ span: own, text: JSON.stringify(exposed) });
  return changes.length === 0 ? text : splice(bytes, changes).toString('utf8');
}

function references(kind: ListKind, text: string): References {
  const bytes = Buffer.from(text);
  try {
    if (kind === 'skills') return { bytes, spans: filesOf(bytes) };
    if (kind === 'tools' && text.includes('"_meta"'))
      return { bytes, spans: pageSpans(bytes, pickMembers(bytes, whole(bytes), ['_meta'])._meta) };
  } catch (error) {
    // Ambiguous: whoever reads it may find what it likes.
    if (!(error instanceof MessageError)) throw error;
  }
  return { bytes, spans: [] };
}

/** In the `_meta` of a tool, or of its result. Throws MessageError where it is ambiguous. */
export function pageSpans(bytes: Buffer, meta: Span | undefined): readonly Span[] {
  const { ui, ...older } = pickMembers(bytes, meta, ['ui', ...olderPageKeys]);
  const { resourceUri } = pickMembers(bytes, ui, ['resourceUri']);
  return texts(bytes, [resourceUri, ...Object.values(older)]);
}

function filesOf(bytes: Buffer): readonly Span[] {
  const { resources } = pickMembers(bytes, whole(bytes), ['resources']);
  return uriSpans(bytes, resources);
}

/** The `uri` of each object in the list at `span`; none where that is no list. Throws MessageError for ambiguous ones. */
export function uriSpans(bytes: Buffer, span: Span | undefined): readonly Span[] {
  const found: (Span | undefined)[] = [];
  if (span !== undefined && bytes[span.start] === 0x5b)
    eachElement(bytes, span.start, (item) => found.push(pickMembers(bytes, item, ['uri']).uri));
  return texts(bytes, found);
}

function texts(bytes: Buffer, spans: readonly (Span | undefined)[]): readonly Span[] {
  return spans.filter((span): span is Span => span !== undefined && bytes[span.start] === 0x22);
}

function whole(bytes: Buffer): Span {
  return { start: 0, end: bytes.length };
}
