// Which of a server's tools are offered: allow and deny, names or patterns with `*`.
import type { ToolRules } from '../../../shared/config-schema.ts';
import { AppError } from '../../../shared/errors.ts';
import { sameStream } from './exchanges.ts';
import { failureMessage } from './rpc-errors.ts';
import type { Exchange } from './types.ts';
import { splice, type Replacement } from './wire/edit.ts';
import { idText, MessageError, pickMembers, scanMessage, textAt, type Message } from './wire/message.ts';
import { eachElement, type Span } from './wire/scan.ts';

/** A server's rules in force: what the configuration says, and what waits for a person. */
export interface OfferRules extends ToolRules {
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
export function toolDenied(rules: OfferRules, server: string, tool: string): AppError {
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
export function hasRules(rules: OfferRules): boolean {
  return rules.allow !== undefined || rules.deny !== undefined || rules.isHeld !== undefined;
}

/** An exchange for tools/list whose answer leaves out what the rules hide. */
export function filteringExchange(exchange: Exchange, rules: OfferRules): Exchange {
  return {
    ...sameStream(exchange),
    finish: (answer) => exchange.finish(visiblePart(answer, rules)),
    abandon: () => exchange.abandon(),
  };
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
  return withTools(answer, (name, text) => name === undefined || isToolAllowed(rules, name, text));
}

/**
 * The answer to a tools/list with those tools that `isKept`, by name (undefined where it has none) and JSON. Throws
 * MessageError for a list that is ambiguous.
 */
export function withTools(
  { bytes, body, kind }: Message,
  isKept: (name: string | undefined, text: string) => boolean,
): Buffer {
  const { tools } = kind === 'result' ? pickMembers(bytes, body, ['tools']) : {};
  if (tools === undefined || bytes[tools.start] !== 0x5b) return bytes;
  const kept: string[] = [];
  const keep = (span: Span): void => {
    const name = textAt(bytes, pickMembers(bytes, span, ['name']).name);
    const text = bytes.toString('utf8', span.start, span.end);
    if (isKept(name, text)) kept.push(text);
  };
  eachElement(bytes, tools.start, keep);
  const replacement: Replacement = { span: tools, text: `[${kept.join(',')}]` };
  return splice(bytes, [replacement]);
}
