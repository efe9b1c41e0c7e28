// Which server behind `/mcp` a request is for, by the name, URI or task in it, and what it has to say instead there.
// Decides from what is known; asks nobody.
import { AppError } from '../../../../shared/errors.ts';
import { listKinds } from '../catalogue.ts';
import { failureMessage } from '../rpc-errors.ts';
import { taskMethods } from '../task-messages.ts';
import { errorMessage, type Replacement } from '../wire/edit.ts';
import { idText, MessageError, pickMembers, rpcCode, textAt, type Message } from '../wire/message.ts';
import type { Span } from '../wire/scan.ts';
import type { Origin } from './clashing-uris.ts';
import { serversOfMethod } from './extension-methods.ts';
import { relatedTaskChanges, renamed } from './own-terms.ts';
import { originOfTask } from './task-ids.ts';
import { onlyReader, onlyTeacher, originOfUri, type UriSource } from './uri-origins.ts';

export interface TargetSource extends UriSource {
  /** Of all servers, disabled ones too. */
  names(): readonly string[];
  separator(): string;
}

export interface Target {
  readonly server: string;
  /** What makes the message one in the server's own terms. */
  readonly changes: readonly Replacement[];
}

interface Named {
  readonly origin: Origin;
  /** What is to be replaced by the name or URI that the server knows. */
  readonly span: Span;
}

/**
 * null when nothing known fits; a guess is made only once everything is `settled`. Throws MessageError for a request that
 * lacks what it needs, AppError for one that may be for several servers.
 */
export function targetOf(message: Message, source: TargetSource, settled: boolean): Target | null {
  if (!known.has(message.method)) return ofMethod(message, source, settled);
  const found = namedBy(message, source, settled);
  return found === null ? null : targetAt(message, found);
}

function targetAt(message: Message, { origin, span }: Named): Target {
  const changes = [renamed(span, origin.key), ...relatedTaskChanges(message, origin.server)];
  return { server: origin.server, changes };
}

const skillMethods: ReadonlySet<string> = new Set(['skills/get', 'resources/directory/read']);

/** Methods that say in their parameters whose they are, or are nobody's. */
const known: ReadonlySet<string> = new Set([
  'tools/call',
  'prompts/get',
  'completion/complete',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  ...skillMethods,
  ...taskMethods,
]);

function namedBy(message: Message, source: TargetSource, settled: boolean): Named | null {
  const { method } = message;
  if (method === 'tools/call') return named('tools', message, source);
  if (method === 'prompts/get') return named('prompts', message, source);
  if (method === 'completion/complete') return ofCompletion(message, source, settled);
  return taskMethods.has(method) ? ofTask(message, source) : ofUri(message, message.body, source, settled);
}

/** The answer to a request for which there is no target. */
export function unknownTarget(message: Message): Buffer {
  const { bytes, body, method } = message;
  const { name, uri, taskId } = pickMembers(bytes, body, ['name', 'uri', 'taskId']);
  const shown = textAt(bytes, name) ?? textAt(bytes, uri) ?? '';
  const id = idText(message);
  if (!known.has(method))
    return errorMessage(id, { code: rpcCode.methodNotFound, message: `Method not found: ${method}` });
  if (taskMethods.has(method)) {
    const text = `There is no task ${textAt(bytes, taskId) ?? ''}.`;
    return errorMessage(id, { code: rpcCode.invalidParams, message: text });
  }
  if (name !== undefined) {
    const noun = listKinds[method === 'tools/call' ? 'tools' : 'prompts'].capability.slice(0, -1);
    return failureMessage(id, new AppError('TOOL_UNKNOWN', `Unknown ${noun}: ${shown}.`));
  }
  if (skillMethods.has(method))
    return errorMessage(id, { code: rpcCode.invalidParams, message: `No server has ${shown}.` });
  // MCP 2025-11-25, server/resources, error handling.
  return errorMessage(id, { code: -32_002, message: 'Resource not found', data: { uri: shown } });
}

function named(kind: 'tools' | 'prompts', message: Message, source: TargetSource): Named | null {
  const { name: span } = pickMembers(message.bytes, message.body, ['name']);
  const name = textAt(message.bytes, span);
  if (span === undefined || name === undefined) throw lacking(message, 'a "name" (string)');
  const origin = originOfName(kind, name, source);
  return origin === null ? null : { origin, span };
}

function originOfName(kind: 'tools' | 'prompts', name: string, source: TargetSource): Origin | null {
  const exposed = source.exposure()[kind].origins.get(name);
  if (exposed !== undefined) return exposed;
  // Not listed (yet, or as the server is off): the prefix still says which server it would be, and its link knows best.
  const separator = source.separator();
  const [server] = source
    .names()
    .filter((candidate) => name.startsWith(`${candidate}${separator}`))
    .toSorted((a, b) => b.length - a.length);
  const key = name.slice((server ?? '').length + separator.length);
  if (server !== undefined && key !== '') return { server, key };
  return kind === 'tools' ? originOfBareTool(name, source) : null;
}

/** An app calls its server's tools by the names that the server gave them (MCP apps, tool calls of a view). */
function originOfBareTool(name: string, source: TargetSource): Origin | null {
  const { bareTools, tools } = source.exposure();
  const servers = bareTools.get(name) ?? [];
  const [server] = servers;
  if (server === undefined) return null;
  if (servers.length === 1) return { server, key: name };
  const names = [...tools.origins]
    .filter(([, { key, own }]) => key === name || own === name)
    .map(([exposed]) => exposed);
  throw new AppError('TOOL_UNKNOWN', `Several servers have a tool ${name}.`, {
    expected: `Call ${names.slice(0, 10).join(' or ')}, or connect to one server at /mcp/:server.`,
    details: { names: names.slice(0, 10) },
  });
}

function ofTask(message: Message, source: TargetSource): Named | null {
  const { taskId: span } = pickMembers(message.bytes, message.body, ['taskId']);
  const id = textAt(message.bytes, span);
  if (span === undefined || id === undefined) throw lacking(message, 'a "taskId" (string)');
  const origin = originOfTask(id);
  return origin === null || !source.names().includes(origin.server) ? null : { origin, span };
}

function ofUri(
  message: Message,
  within: Span | null | undefined,
  source: TargetSource,
  settled: boolean,
): Named | null {
  const { uri: span } = pickMembers(message.bytes, within, ['uri']);
  const uri = textAt(message.bytes, span);
  if (span === undefined || uri === undefined) throw lacking(message, 'a "uri" (string)');
  const origin = originOfUri(source, uri);
  if (origin !== null) return { origin, span };
  const servers = source.servers();
  const guess = skillMethods.has(message.method) ? onlyTeacher : onlyReader;
  const server = isGuessable(source, settled) ? guess(servers) : null;
  return server === null ? null : { origin: { server, key: uri }, span };
}

/** completion/complete refers to a prompt by name, or to a template by its URI. */
function ofCompletion(message: Message, source: TargetSource, settled: boolean): Named | null {
  const { ref } = pickMembers(message.bytes, message.body, ['ref']);
  const { name, uri } = pickMembers(message.bytes, ref, ['name', 'uri']);
  const prompt = textAt(message.bytes, name);
  const template = textAt(message.bytes, uri);
  if (name !== undefined && prompt !== undefined) {
    const origin = originOfName('prompts', prompt, source);
    return origin === null ? null : { origin, span: name };
  }
  if (uri === undefined || template === undefined) throw lacking(message, 'a "ref" with a "name" or a "uri"');
  const exposed = source.exposure().resourceTemplates.origins.get(template);
  return exposed === undefined ? ofUri(message, ref, source, settled) : { origin: exposed, span: uri };
}

/** A method that is not known here, of a server that may know it; of several, the one whose name or URI it has. */
function ofMethod(message: Message, source: TargetSource, settled: boolean): Target | null {
  if (!isGuessable(source, settled)) return null;
  const servers = serversOfMethod(message.method, source.servers());
  const [server] = servers;
  if (server === undefined) return null;
  const listed = listedIn(message, source).find(({ origin }) => servers.includes(origin.server));
  if (listed !== undefined) return targetAt(message, listed);
  if (servers.length === 1) return { server, changes: relatedTaskChanges(message, server) };
  const text = `Method not found on /mcp, where ${message.method} does not say which server it is for. Connect to the one that is meant: ${servers.map((name) => `/mcp/${name}`).join(' or ')}.`;
  throw new MessageError(rpcCode.methodNotFound, text);
}

/** What of the merged lists a request names in its parameters. */
function listedIn({ bytes, body }: Message, source: TargetSource): readonly Named[] {
  const { uri, name } = pickMembers(bytes, body, ['uri', 'name']);
  const { tools, prompts } = source.exposure();
  const at = (
    span: Span | undefined,
    find: (text: string) => Origin | null | undefined,
  ): readonly Named[] => {
    const origin = find(textAt(bytes, span) ?? '');
    return span === undefined || !origin ? [] : [{ origin, span }];
  };
  return [
    ...at(uri, (text) => originOfUri(source, text)),
    ...at(name, (text) => tools.origins.get(text)),
    ...at(name, (text) => prompts.origins.get(text)),
  ];
}

function isGuessable(source: TargetSource, settled: boolean): boolean {
  return settled || source.servers().every(({ catalogue }) => catalogue !== null);
}

function lacking(message: Message, what: string): MessageError {
  return new MessageError(rpcCode.invalidParams, `${message.method} needs ${what}.`);
}
