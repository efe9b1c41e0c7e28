// Which of a server's tools are offered, and under which names: allow and deny, names or patterns with `*`; other names.
import type { ToolRules } from '../../../shared/config-schema.ts';
import { AppError } from '../../../shared/errors.ts';
import { endingIn } from './exchanges.ts';
import { failureMessage } from './rpc-errors.ts';
import type { ToolNames } from './tool-names.ts';
import type { Exchange } from './types.ts';
import { splice, type Replacement } from './wire/edit.ts';
import { idText, MessageError, pickMembers, scanMessage, textAt, type Message } from './wire/message.ts';
import { eachElement, type Span } from './wire/scan.ts';

/** A server's rules in force: what the configuration says, and what waits for a person. They speak of its own names. */
export interface OfferRules extends Pick<ToolRules, 'allow' | 'deny'> {
  /** Absent: no tool has another name. */
  readonly names?: ToolNames | undefined;
  /** Whether a tool waits to be accepted; `text` is how the server describes it at this moment. */
  readonly isHeld?: (tool: string, text?: string) => boolean;
}

/** Whether the rules let this tool be seen and called. */
export function isToolAllowed(rules: OfferRules, tool: string, text?: string): boolean {
  if (rules.isHeld?.(tool, text) === true) return false;
  const matches = (pattern: string): boolean => matchesPattern(pattern, tool);
  if (rules.allow !== undefined && !rules.allow.some(matches)) return false;
  return rules.deny === undefined || !rules.deny.some(matches);
}

/** `*` stands for any run of characters. Linear in the length of the name for each `*`. */
function matchesPattern(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  const tail = rest.pop() ?? '';
  if (!name.startsWith(head) || name.length < head.length + tail.length || !name.endsWith(tail)) return false;
  const end = name.length - tail.length;
  let at = head.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** The refusal of a call to a tool that the rules hide. */
function toolDenied(rules: OfferRules, server: string, tool: string): AppError {
  if (rules.isHeld?.(tool) === true) {
    const message = `The tool "${tool}" of "${server}" is new or has changed, and is held back until somebody accepts it.`;
    return new AppError('TOOL_DENIED', message, {
      details: { server, tool },
      expected: `See what has changed, and accept it, with: patchbay accept ${server}`,
    });
  }
  return new AppError(
    'TOOL_DENIED',
    `The tool "${tool}" of "${server}" is not allowed by the configuration.`,
    {
      details: { server, tool },
      expected: `See mcpServers.${server}.tools.`,
    },
  );
}

/** Whether there is anything to apply. */
function hasRules({ allow, deny, isHeld, names }: OfferRules): boolean {
  return allow !== undefined || deny !== undefined || isHeld !== undefined || names !== undefined;
}

/** A request that may go to a server, in the server's own terms, and where its answer goes. */
export interface Ruled {
  readonly message: Message;
  readonly exchange: Exchange;
}

/** Applies a server's rules to a request. Throws AppError for a call that they forbid. */
export function ruled(rules: OfferRules, server: string, message: Message, exchange: Exchange): Ruled {
  if (!hasRules(rules)) return { message, exchange };
  if (message.method === 'tools/list') return { message, exchange: filteringExchange(exchange, rules) };
  if (message.method !== 'tools/call') return { message, exchange };
  const { bytes, body } = message;
  const { name: span } = pickMembers(bytes, body, ['name']);
  const name = textAt(bytes, span) ?? '';
  const own = rules.names?.own(name) ?? name;
  if (!isToolAllowed(rules, own)) throw toolDenied(rules, server, own);
  if (own === name || span === undefined) return { message, exchange };
  return { message: scanMessage(splice(bytes, [{ span, text: JSON.stringify(own) }])), exchange };
}

/** An exchange for tools/list whose answer leaves out what the rules hide, and has the names that clients know. */
export function filteringExchange(exchange: Exchange, rules: OfferRules): Exchange {
  return endingIn(exchange, (answer) => exchange.finish(visiblePart(answer, rules)));
}

/** Never throws: what cannot be read cannot be filtered, and is not shown. */
function visiblePart(answer: Buffer, rules: OfferRules): Buffer {
  const message = scanMessage(answer);
  try {
    return withoutHidden(message, rules);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    const unreadable = new AppError('UPSTREAM_ERROR', `The list of tools cannot be read: ${error.message}`);
    return failureMessage(idText(message), unreadable);
  }
}

function withoutHidden(answer: Message, rules: OfferRules): Buffer {
  return withEachTool(answer, (name, text) => {
    if (name === undefined) return text;
    return isToolAllowed(rules, name, text) ? renamedTool(text, name, rules) : null;
  });
}

/** The JSON of a tool that the server calls `own`, as clients see it. Throws MessageError where it is ambiguous. */
function renamedTool(text: string, own: string, { names }: OfferRules): string {
  const shown = names?.shown(own) ?? own;
  if (shown === own) return text;
  const bytes = Buffer.from(text);
  const { name: span } = pickMembers(bytes, { start: 0, end: bytes.length }, ['name']);
  return span === undefined ? text : splice(bytes, [{ span, text: JSON.stringify(shown) }]).toString('utf8');
}

/**
 * The answer to a tools/list with those tools that `isKept`, by name (undefined where it has none) and JSON. Throws
 * MessageError for a list that is ambiguous.
 */
export function withTools(
  answer: Message,
  isKept: (name: string | undefined, text: string) => boolean,
): Buffer {
  return withEachTool(answer, (name, text) => (isKept(name, text) ? text : null));
}

/** The same, with each tool as `shown` gives it; null leaves it out. */
function withEachTool(
  { bytes, body, kind }: Message,
  shown: (name: string | undefined, text: string) => string | null,
): Buffer {
  const { tools } = kind === 'result' ? pickMembers(bytes, body, ['tools']) : {};
  if (tools === undefined || bytes[tools.start] !== 0x5b) return bytes;
  const kept: string[] = [];
  const keep = (span: Span): void => {
    const name = textAt(bytes, pickMembers(bytes, span, ['name']).name);
    const text = shown(name, bytes.toString('utf8', span.start, span.end));
    if (text !== null) kept.push(text);
  };
  eachElement(bytes, tools.start, keep);
  const replacement: Replacement = { span: tools, text: `[${kept.join(',')}]` };
  return splice(bytes, [replacement]);
}
