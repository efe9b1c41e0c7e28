// Gateways behind gateways: by which of them an item of a list came, so that none is offered to itself, round and round, and
// each item is there once (docs/decisions/0022). Pure; what is said is told in `_meta`, which others pass on or drop.
import { createHmac } from 'node:crypto';
import { isRecord } from '../../../../shared/is-record.ts';
import {
  allListKinds,
  type Capabilities,
  type Catalogue,
  type CatalogueItem,
  type ListKind,
} from '../catalogue.ts';
import { insertion } from '../modern/members.ts';
import { splice } from '../wire/edit.ts';
import { MessageError, parseAt, pickMembers } from '../wire/message.ts';
import type { Span } from '../wire/scan.ts';
import type { AggregateServer } from './exposure.ts';

/** In `capabilities.experimental`: the id of the gateway that answers. */
const gatewayKey = 'patchbay.gateway';
/** In an item's `_meta`: the ids of the gateways that it came by, the nearest first. */
export const viaKey = 'patchbay.via';

/** Longer ways are a mistake of somebody's. */
const maxGateways = 8;
const longestId = 64;

/** Who the gateway with this key is towards others; tells nothing of the key. */
export function gatewayIdOf(installKey: Buffer): string {
  return createHmac('sha256', installKey).update('gateway id').digest('base64url').slice(0, 22);
}

/** What `/mcp` of the gateway `id` declares of itself, besides `others`. */
export function withGatewayId(others: Capabilities, id: string): Capabilities {
  const experimental = isRecord(others['experimental']) ? others['experimental'] : {};
  return { ...others, experimental: { ...experimental, [gatewayKey]: { id } } };
}

/** The gateway that a server with these capabilities is; null for other servers. */
export function gatewayIn({ experimental }: Capabilities): string | null {
  const said = isRecord(experimental) ? experimental[gatewayKey] : undefined;
  const id = isRecord(said) ? said['id'] : undefined;
  return isId(id) ? id : null;
}

/**
 * The servers without what came by the gateway `ownId` itself, or by another one that is here directly: the shorter way
 * wins. What came by gateways says so. A server that is `ownId` itself has nothing to offer.
 */
export class GatewayPaths {
  readonly ownId: string;
  /** Lists are long and change seldom. */
  private readonly known = new WeakMap<Catalogue, { readonly near: string; readonly catalogue: Catalogue }>();

  constructor(ownId: string) {
    this.ownId = ownId;
  }

  cleared(servers: readonly AggregateServer[]): readonly AggregateServer[] {
    const near = new Set(servers.map(gatewayOf).filter((id) => id !== null));
    return servers.map((server) => {
      const { catalogue } = server;
      return catalogue === null ? server : { ...server, catalogue: this.clearedCatalogue(catalogue, near) };
    });
  }

  private clearedCatalogue(catalogue: Catalogue, near: ReadonlySet<string>): Catalogue {
    const nearText = [...near].sort().join();
    const known = this.known.get(catalogue);
    if (known?.near === nearText) return known.catalogue;
    const cleared = clear(catalogue, this.ownId, near);
    this.known.set(catalogue, { near: nearText, catalogue: cleared });
    return cleared;
  }
}

function clear(catalogue: Catalogue, ownId: string, near: ReadonlySet<string>): Catalogue {
  const gateway = gatewayIn(catalogue.capabilities);
  const clearItem = (item: CatalogueItem): readonly CatalogueItem[] => {
    const via = viaOf(item.text);
    if (gateway === null && via.length === 0) return [item];
    const path = gateway === null ? via : [gateway, ...via];
    const isOurs = path.includes(ownId) || path.length > maxGateways;
    return isOurs || via.some((id) => near.has(id)) ? [] : [{ ...item, text: withVia(item.text, path) }];
  };
  const lists: Record<ListKind, readonly CatalogueItem[]> = { ...catalogue.lists };
  let isSame = true;
  for (const kind of allListKinds) {
    const cleared = catalogue.lists[kind].flatMap(clearItem);
    if (
      cleared.every((item, index) => item === catalogue.lists[kind][index]) &&
      cleared.length === lists[kind].length
    )
      continue;
    isSame = false;
    lists[kind] = cleared;
  }
  // What a gateway says of its servers would come back to it, longer each time.
  if (gateway !== null) return { ...catalogue, lists, instructions: undefined };
  return isSame ? catalogue : { ...catalogue, lists };
}

function gatewayOf({ catalogue }: AggregateServer): string | null {
  return catalogue === null ? null : gatewayIn(catalogue.capabilities);
}

/** By which gateways an item of a list came; empty where nobody says so. */
export function viaOf(text: string): readonly string[] {
  if (!text.includes(viaKey)) return [];
  const bytes = Buffer.from(text);
  const ids = parseAt(bytes, spansOf(bytes)?.via);
  return Array.isArray(ids) ? ids.filter(isId) : [];
}

/** The item with these gateways in its `_meta`, everything else as it was. */
function withVia(text: string, path: readonly string[]): string {
  const bytes = Buffer.from(text);
  const spans = spansOf(bytes);
  if (spans === null) return text;
  const { whole, meta, via } = spans;
  const value = JSON.stringify(path);
  if (via !== undefined) return splice(bytes, [{ span: via, text: value }]).toString();
  const added =
    meta === undefined
      ? insertion(bytes, whole, new Map([['_meta', JSON.stringify({ [viaKey]: path })]]))
      : insertion(bytes, meta, new Map([[viaKey, value]]));
  return splice(bytes, added).toString();
}

/** Where it stands; null where nobody could say without doubt. */
function spansOf(bytes: Buffer): { readonly whole: Span; readonly meta?: Span; readonly via?: Span } | null {
  const whole = { start: 0, end: bytes.length };
  try {
    const { _meta: meta } = pickMembers(bytes, whole, ['_meta']);
    if (meta === undefined) return { whole };
    // Something else than an object has no members.
    if (bytes[meta.start] !== 0x7b) return null;
    const { [viaKey]: via } = pickMembers(bytes, meta, [viaKey]);
    return via === undefined ? { whole, meta } : { whole, meta, via };
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return null;
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestId;
}
