// What a server says, in the terms of `/mcp`: URIs that another server owns, and ids of tasks, become such that a client
// finds back to this one. Everything else stays byte for byte.
import { listKinds } from '../catalogue.ts';
import { relatedTask, taskIdIn } from '../task-messages.ts';
import { splice, type Replacement } from '../wire/edit.ts';
import { pickMembers, scanMessage, textAt, type Message } from '../wire/message.ts';
import { eachElement, type Span } from '../wire/scan.ts';
import { pageSpans, uriSpans } from './exposed-items.ts';
import { exposedTaskId } from './task-ids.ts';
import { exposedUris, type ExposedUri, type UriSource } from './uri-origins.ts';

/** How clients of `/mcp` know what one server has. */
export interface Terms {
  readonly uri: ExposedUri;
  readonly task: (id: string) => string;
}

export function termsOf(server: string, source: UriSource): Terms {
  return { uri: exposedUris(server, source), task: (id) => exposedTaskId(server, id) };
}

/** Where a message has something to be said otherwise. */
interface Places {
  readonly uris: readonly (Span | undefined)[];
  readonly tasks: readonly (Span | undefined)[];
}

/** Without one of these there is nothing to do; most messages have none. */
const signs = ['"uri"', 'askId"', 'esourceUri"', '"openai/outputTemplate"'] as const;

/** A notification or a request of the server. Throws MessageError where it is ambiguous. */
export function noticeInTerms(bytes: Buffer, terms: Terms): Buffer {
  return hasSign(bytes) ? noticeMessageInTerms(scanMessage(bytes), terms) : bytes;
}

function noticeMessageInTerms({ bytes, body, method }: Message, terms: Terms): Buffer {
  const { uri, taskId, result } = pickMembers(bytes, body, ['uri', 'taskId', 'result']);
  const related = relatedTask(bytes, body);
  switch (method) {
    case 'notifications/resources/updated':
      return replaced(bytes, [{ uris: [uri], tasks: [related] }], terms);
    case 'notifications/tasks/status':
    case 'notifications/tasks':
      return replaced(bytes, [{ uris: [], tasks: [taskId, related] }, ofToolResult(bytes, result)], terms);
    default:
      return replaced(bytes, [{ uris: [], tasks: [related] }], terms);
  }
}

/** The answer to `method`. Throws MessageError where it is ambiguous. */
export function answerInTerms(method: string, bytes: Buffer, terms: Terms): Buffer {
  if (!hasSign(bytes)) return bytes;
  const message = scanMessage(bytes);
  if (message.kind !== 'result') return bytes;
  return replaced(bytes, ofResult(method, message), terms);
}

function ofResult(method: string, { bytes, body }: Message): readonly Places[] {
  const named = pickMembers(bytes, body, [
    'contents',
    'messages',
    'resources',
    'result',
    'skill',
    'taskId',
    'tasks',
  ]);
  switch (method) {
    case 'resources/read':
      return [{ uris: uriSpans(bytes, named.contents), tasks: [] }];
    case 'tools/call':
    case 'tasks/result':
      return [ofToolResult(bytes, body)];
    case 'prompts/get':
      return [{ uris: elements(bytes, named.messages).flatMap((item) => ofMessage(bytes, item)), tasks: [] }];
    case 'resources/directory/read':
      return [{ uris: uriSpans(bytes, named.resources), tasks: [] }];
    case 'skills/get':
      return [{ uris: ofSkill(bytes, named.skill), tasks: [] }];
    case 'tasks/get':
    case 'tasks/cancel':
    case 'tasks/update':
      return [{ uris: [], tasks: [named.taskId] }, ofToolResult(bytes, named.result)];
    case 'tasks/list':
      return [{ uris: [], tasks: elements(bytes, named.tasks).map((task) => taskIdIn(bytes, task)) }];
    default:
      return [];
  }
}

/** Of a tool, at once or when its task is done, or of the task that it became. */
function ofToolResult(bytes: Buffer, span: Span | null | undefined): Places {
  const { content, _meta, resultType, taskId, task } = pickMembers(bytes, span, [
    'content',
    '_meta',
    'resultType',
    'taskId',
    'task',
  ]);
  return {
    uris: [...elements(bytes, content).map((block) => uriOfBlock(bytes, block)), ...pageSpans(bytes, _meta)],
    tasks: [
      textAt(bytes, resultType) === 'task' ? taskId : undefined,
      taskIdIn(bytes, task),
      relatedTask(bytes, span),
    ],
  };
}

function ofMessage(bytes: Buffer, span: Span): readonly (Span | undefined)[] {
  return [uriOfBlock(bytes, pickMembers(bytes, span, ['content']).content)];
}

function ofSkill(bytes: Buffer, span: Span | undefined): readonly (Span | undefined)[] {
  const { [listKinds.skills.key]: own, resources } = pickMembers(bytes, span, [
    listKinds.skills.key,
    'resources',
  ]);
  return [own, ...uriSpans(bytes, resources)];
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

function hasSign(bytes: Buffer): boolean {
  return signs.some((sign) => bytes.includes(sign));
}

function replaced(bytes: Buffer, places: readonly Places[], terms: Terms): Buffer {
  const changes = places.flatMap(({ uris, tasks }) => [
    ...changesAt(bytes, uris, terms.uri),
    ...changesAt(bytes, tasks, terms.task),
  ]);
  return changes.length === 0 ? bytes : splice(bytes, changes);
}

function changesAt(
  bytes: Buffer,
  spans: readonly (Span | undefined)[],
  shown: (text: string) => string,
): readonly Replacement[] {
  return spans.flatMap((span) => {
    const text = textAt(bytes, span);
    if (span === undefined || text === undefined) return [];
    const other = shown(text);
    return other === text ? [] : [{ span, text: JSON.stringify(other) }];
  });
}
