// URIs in what a server says, brought into the terms of the merged lists: where another server owns the same URI, a
// client has to find back to this one (MCP server/resources; S2.5). Everything else stays byte for byte.
import { splice, type Replacement } from '../wire/edit.ts';
import { pickMembers, scanMessage, textAt, type Message } from '../wire/message.ts';
import { eachElement, type Span } from '../wire/scan.ts';
import { clashingUri, type Exposure } from './exposure.ts';

/** The URI under which clients of `/mcp` know a resource of this server. */
export type ExposedUri = (uri: string) => string;

/** Reads the merged lists at each use. */
export function exposedUris(server: string, exposure: () => Exposure): ExposedUri {
  return (uri) => {
    const owner = exposure().resources.origins.get(uri)?.server ?? server;
    return owner === server ? uri : clashingUri(server, uri);
  };
}

/** `resources/updated` with the exposed URI; other notifications as they are. */
export function withExposedUri(message: Buffer, exposed: ExposedUri): Buffer {
  if (!message.includes('notifications/resources/updated')) return message;
  const { bytes, body, method } = scanMessage(message);
  if (method !== 'notifications/resources/updated') return message;
  return replaced(bytes, [pickMembers(bytes, body, ['uri']).uri], exposed);
}

/** The answer to `method` with exposed URIs: contents that were read, links and resources in what a tool or prompt says. */
export function answerWithExposedUris(method: string, answer: Buffer, exposed: ExposedUri): Buffer {
  if (!answer.includes('"uri"')) return answer;
  const message = scanMessage(answer);
  if (message.kind !== 'result') return answer;
  return replaced(message.bytes, urisOf(method, message), exposed);
}

function urisOf(method: string, { bytes, body }: Message): readonly (Span | undefined)[] {
  const { contents, content, messages } = pickMembers(bytes, body, ['contents', 'content', 'messages']);
  switch (method) {
    case 'resources/read':
      return elements(bytes, contents).map((item) => pickMembers(bytes, item, ['uri']).uri);
    case 'tools/call':
      return elements(bytes, content).map((block) => uriOfBlock(bytes, block));
    case 'prompts/get':
      return elements(bytes, messages).map((item) =>
        uriOfBlock(bytes, pickMembers(bytes, item, ['content']).content),
      );
    default:
      return [];
  }
}

/** Of a resource link, or of an embedded resource (MCP server/tools, tool result). */
function uriOfBlock(bytes: Buffer, block: Span | undefined): Span | undefined {
  const { type, uri, resource } = pickMembers(bytes, block, ['type', 'uri', 'resource']);
  const kind = textAt(bytes, type);
  if (kind === 'resource_link') return uri;
  return kind === 'resource' ? pickMembers(bytes, resource, ['uri']).uri : undefined;
}

function elements(bytes: Buffer, span: Span | undefined): readonly Span[] {
  const found: Span[] = [];
  if (span !== undefined && bytes[span.start] === 0x5b)
    eachElement(bytes, span.start, (item) => found.push(item));
  return found;
}

function replaced(bytes: Buffer, spans: readonly (Span | undefined)[], exposed: ExposedUri): Buffer {
  const replacements: Replacement[] = [];
  for (const span of spans) {
    const uri = textAt(bytes, span);
    if (span === undefined || uri === undefined) continue;
    const shown = exposed(uri);
    if (shown !== uri) replacements.push({ span, text: JSON.stringify(shown) });
  }
  return replacements.length === 0 ? bytes : splice(bytes, replacements);
}
