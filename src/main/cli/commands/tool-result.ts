// A CallToolResult (MCP 2025-11-25, server/tools) as text for people. Takes any shape: servers are strangers.
import { isRecord } from '../../../shared/is-record.ts';

/** The text of all content blocks, one after the other; what is no text is named. Without any: the structured content. */
export function resultText(result: unknown): string {
  if (!isRecord(result)) return JSON.stringify(result, null, 2) ?? '';
  const content: unknown[] = Array.isArray(result['content']) ? result['content'] : [];
  if (content.length > 0) return content.map(blockText).join('\n');
  const structured = result['structuredContent'];
  return structured === undefined ? '' : JSON.stringify(structured, null, 2);
}

function blockText(block: unknown): string {
  if (!isRecord(block)) return JSON.stringify(block);
  const { type, text, data, mimeType, uri, resource } = block;
  if (type === 'text' && typeof text === 'string') return text;
  if ((type === 'image' || type === 'audio') && typeof data === 'string') {
    return `[${type} ${String(mimeType)}, ${Buffer.byteLength(data, 'base64')} bytes]`;
  }
  if (type === 'resource_link') return `[resource ${String(uri)}]`;
  if (type === 'resource' && isRecord(resource)) {
    return typeof resource['text'] === 'string' ? resource['text'] : `[resource ${String(resource['uri'])}]`;
  }
  return JSON.stringify(block);
}
