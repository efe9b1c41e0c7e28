// The content of answers, read with care: strangers wrote it. Only kinds of images and sounds that browsers draw are shown;
// everything else is a text or a file. Pure. MCP 2025-11-25, server/tools and server/resources.
import { isRecord } from '../../../../shared/is-record.ts';

export type Block =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly type: string | null;
      readonly from: string | null;
    }
  /** `source` is a data address of a kind that is safe to draw. */
  | {
      readonly kind: 'image' | 'audio';
      readonly source: string;
      readonly type: string;
      readonly data: string;
    }
  | { readonly kind: 'file'; readonly data: string; readonly type: string; readonly from: string | null }
  | {
      readonly kind: 'link';
      readonly uri: string;
      readonly name: string;
      readonly description: string | null;
      readonly type: string | null;
    }
  | { readonly kind: 'unknown'; readonly type: string; readonly value: unknown };

/** Drawn as an image nothing in them runs, scripts in SVG neither. */
const images: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/svg+xml',
]);
const sounds: ReadonlySet<string> = new Set([
  'audio/wav',
  'audio/x-wav',
  'audio/wave',
  'audio/mpeg',
  'audio/mp3',
  'audio/mp4',
  'audio/ogg',
  'audio/webm',
  'audio/aac',
  'audio/flac',
]);

/** One block of a tool's answer or of a message. */
export function readBlock(value: unknown): Block {
  if (!isRecord(value)) return { kind: 'unknown', type: typeof value, value };
  const { type, text: words, data, mimeType, resource, uri } = value;
  if (type === 'text' && typeof words === 'string')
    return { kind: 'text', text: words, type: null, from: null };
  if ((type === 'image' || type === 'audio') && typeof data === 'string')
    return fromData(data, textOr(mimeType, 'application/octet-stream'), null);
  if (type === 'resource' && isRecord(resource)) return readContents(resource);
  if (type === 'resource_link' && typeof uri === 'string') {
    const { title, name, description } = value;
    return {
      kind: 'link',
      uri,
      name: textOr(title, textOr(name, uri)),
      description: typeof description === 'string' ? description : null,
      type: typeof mimeType === 'string' ? mimeType : null,
    };
  }
  return { kind: 'unknown', type: textOr(type, '?'), value };
}

/** The contents of a resource: text or data. */
export function readContents(value: unknown): Block {
  if (!isRecord(value)) return { kind: 'unknown', type: typeof value, value };
  const { uri, text: words, blob, mimeType } = value;
  const from = typeof uri === 'string' ? uri : null;
  const type = typeof mimeType === 'string' ? mimeType : null;
  if (typeof words === 'string') return { kind: 'text', text: words, type, from };
  if (typeof blob === 'string') return fromData(blob, type ?? 'application/octet-stream', from);
  return { kind: 'unknown', type: 'resource', value };
}

/** The blocks of whatever answers there are: tools, resources, prompts by their messages. */
export function blocksOf(content: unknown): readonly Block[] {
  if (Array.isArray(content)) return content.map((block) => readBlock(block));
  return content === undefined ? [] : [readBlock(content)];
}

/** An address that may be opened; null for every other scheme, since it may start a program. */
export function webAddress(uri: string): URL | null {
  const url = URL.parse(uri);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null;
}

function fromData(data: string, given: string, from: string | null): Block {
  const type = given.split(';')[0]?.trim().toLowerCase() ?? '';
  const isBase64 = /^[\w+/=\s-]*$/u.test(data.slice(0, 4096));
  const kind = images.has(type) ? 'image' : sounds.has(type) ? 'audio' : null;
  if (kind === null || !isBase64) return { kind: 'file', data, type: given.slice(0, 100), from };
  return { kind, source: `data:${type};base64,${data}`, type, data };
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}
