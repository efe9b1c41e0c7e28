// Which server behind `/mcp` a request is for, by the name or URI in it, and where in the message that stands.
// Decides from what is known; asks nobody.
import { AppError } from '../../../../shared/errors.ts';
import { listKinds } from '../catalogue.ts';
import { failureMessage } from '../rpc-errors.ts';
import { errorMessage } from '../wire/edit.ts';
import { idText, MessageError, pickMembers, rpcCode, textAt, type Message } from '../wire/message.ts';
import type { Span } from '../wire/scan.ts';
import { onlyReader, originOfUri, type AggregateServer, type Exposure, type Origin } from './exposure.ts';

export interface TargetSource {
  /** Enabled servers, in the configuration's order. */
  servers(): readonly AggregateServer[];
  /** Of all servers, disabled ones too. */
  names(): readonly string[];
  exposure(): Exposure;
  separator(): string;
}

export interface Target {
  readonly origin: Origin;
  /** What is to be replaced by the name or URI that the server knows. */
  readonly span: Span;
}

/** null when nothing known fits; a guess is made only once everything is `settled`. Throws MessageError for a request that lacks what it needs. */
export function targetOf(message: Message, source: TargetSource, settled: boolean): Target | null {
  switch (message.method) {
    case 'tools/call':
      return named('tools', message, source);
    case 'prompts/get':
      return named('prompts', message, source);
    case 'completion/complete':
      return ofCompletion(message, source, settled);
    default:
      return ofUri(message, message.body, source, settled);
  }
}

/** The answer to a request for which there is no target. */
export function unknownTarget(message: Message): Buffer {
  const { name, uri } = pickMembers(message.bytes, message.body, ['name', 'uri']);
  const shown = textAt(message.bytes, name) ?? textAt(message.bytes, uri) ?? '';
  const kind = message.method === 'tools/call' ? 'tools' : 'prompts';
  if (name !== undefined) {
    const noun = listKinds[kind].capability.slice(0, -1);
    return failureMessage(idText(message), new AppError('TOOL_UNKNOWN', `Unknown ${noun}: ${shown}.`));
  }
  // MCP 2025-11-25, server/resources, error handling.
  const error = { code: -32_002, message: 'Resource not found', data: { uri: shown } };
  return errorMessage(idText(message), error);
}

function named(kind: 'tools' | 'prompts', message: Message, source: TargetSource): Target | null {
  const { name: span } = pickMembers(message.bytes, message.body, ['name']);
  const name = textAt(message.bytes, span);
  if (span === undefined || name === undefined) throw lacking(message, 'a "name" (string)');
  const origin = originOfName(kind, name, source);
  return origin === null ? null : { origin, span };
}

function originOfName(kind: 'tools' | 'prompts', name: string, source: TargetSource): Origin | null {
  const known = source.exposure()[kind].origins.get(name);
  if (known !== undefined) return known;
  // Not listed (yet, or as the server is off): the prefix still says which server it would be, and its link knows best.
  const separator = source.separator();
  const [server] = source
    .names()
    .filter((candidate) => name.startsWith(`${candidate}${separator}`))
    .toSorted((a, b) => b.length - a.length);
  const key = name.slice((server ?? '').length + separator.length);
  return server === undefined || key === '' ? null : { server, key };
}

function ofUri(
  message: Message,
  within: Span | null | undefined,
  source: TargetSource,
  settled: boolean,
): Target | null {
  const { uri: span } = pickMembers(message.bytes, within, ['uri']);
  const uri = textAt(message.bytes, span);
  if (span === undefined || uri === undefined) throw lacking(message, 'a "uri" (string)');
  const servers = source.servers();
  const origin = originOfUri(source.exposure(), servers, uri);
  if (origin !== null) return { origin, span };
  const mayGuess = settled || servers.every(({ catalogue }) => catalogue !== null);
  const server = mayGuess ? onlyReader(servers) : null;
  return server === null ? null : { origin: { server, key: uri }, span };
}

/** completion/complete refers to a prompt by name, or to a template by its URI. */
function ofCompletion(message: Message, source: TargetSource, settled: boolean): Target | null {
  const { ref } = pickMembers(message.bytes, message.body, ['ref']);
  const { name, uri } = pickMembers(message.bytes, ref, ['name', 'uri']);
  const prompt = textAt(message.bytes, name);
  const template = textAt(message.bytes, uri);
  if (name !== undefined && prompt !== undefined) {
    const origin = originOfName('prompts', prompt, source);
    return origin === null ? null : { origin, span: name };
  }
  if (uri === undefined || template === undefined) throw lacking(message, 'a "ref" with a "name" or a "uri"');
  const known = source.exposure().resourceTemplates.origins.get(template);
  return known === undefined ? ofUri(message, ref, source, settled) : { origin: known, span: uri };
}

function lacking(message: Message, what: string): MessageError {
  return new MessageError(rpcCode.invalidParams, `${message.method} needs ${what}.`);
}
