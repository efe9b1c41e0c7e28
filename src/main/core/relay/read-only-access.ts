// What a token that may only read may do with a server: see and call the tools that say of themselves that they change
// nothing, and read the rest (MCP server/tools, annotations). A server that lies about its tools is not found out here.
import { AppError } from '../../../shared/errors.ts';
import type { Catalogue } from './catalogue.ts';
import { endingIn } from './exchanges.ts';
import { saysReadOnly } from './read-only.ts';
import { failureMessage } from './rpc-errors.ts';
import { withTools } from './tool-rules.ts';
import type { Exchange } from './types.ts';
import { idText, MessageError, pickMembers, scanMessage, textAt, type Message } from './wire/message.ts';

/** What is known of a server's tools; asked for where nothing is. Rejects with AppError. */
export interface ReadOnlyServer {
  readonly name: string;
  readonly catalogue: Catalogue | null;
  /** What it calls the tool that clients call so. */
  ownToolName(name: string): string;
  requireCatalogue(): Promise<Catalogue>;
}

const harmless: ReadonlySet<string> = new Set([
  'initialize',
  'ping',
  'server/discover',
  'subscriptions/listen',
]);
const harmlessFamilies = ['tools/', 'resources/', 'prompts/', 'skills/', 'completion/', 'tasks/', 'logging/'];
const readOnlyParts = new WeakMap<Catalogue, Catalogue>();

/** The same catalogue with the tools that change nothing. */
export function readOnlyPart(catalogue: Catalogue): Catalogue {
  const known = readOnlyParts.get(catalogue);
  if (known !== undefined) return known;
  const tools = catalogue.lists.tools.filter(({ text }) => saysReadOnly(text));
  const part = { ...catalogue, lists: { ...catalogue.lists, tools } };
  readOnlyParts.set(catalogue, part);
  return part;
}

/**
 * Hands the request on by `goOn`, with the exchange that shows of its answer what may be seen, or answers it with a refusal;
 * at once, but where it is not known yet what a tool does.
 */
export function asReadOnly(
  server: ReadOnlyServer,
  message: Message,
  exchange: Exchange,
  goOn: (exchange: Exchange) => void,
): void {
  const refuse = (error: unknown): void => exchange.finish(failureMessage(idText(message), error));
  if (message.method === 'tools/list') goOn(readOnlyList(exchange));
  else if (message.method === 'tools/call') checkCall(server, message, () => goOn(exchange), refuse);
  else if (isHarmless(message.method)) goOn(exchange);
  else refuse(beyondReading(`${message.method} is not among the methods that only read.`));
}

function isHarmless(method: string): boolean {
  return harmless.has(method) || harmlessFamilies.some((family) => method.startsWith(family));
}

function checkCall(
  server: ReadOnlyServer,
  { bytes, body }: Message,
  goOn: () => void,
  refuse: (error: unknown) => void,
): void {
  const decide = (catalogue: Catalogue): void => {
    const tool = textAt(bytes, pickMembers(bytes, body, ['name']).name) ?? '';
    const own = server.ownToolName(tool);
    const meant = catalogue.lists.tools.filter(({ key }) => key === own);
    if (meant.length > 0 && meant.every(({ text }) => saysReadOnly(text))) goOn();
    else
      refuse(
        beyondReading(
          `The tool ${JSON.stringify(tool.slice(0, 200))} of "${server.name}" may change something.`,
        ),
      );
  };
  if (server.catalogue === null) server.requireCatalogue().then(decide).catch(refuse);
  else decide(server.catalogue);
}

/** What cannot be read cannot be filtered, and is not shown. */
function readOnlyList(exchange: Exchange): Exchange {
  const visible = (answer: Buffer): Buffer => {
    const message = scanMessage(answer);
    try {
      return withTools(message, (_name, text) => saysReadOnly(text));
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      const reason = `The list of tools cannot be read: ${error.message}`;
      return failureMessage(idText(message), new AppError('UPSTREAM_ERROR', reason));
    }
  };
  return endingIn(exchange, (answer) => exchange.finish(visible(answer)));
}

function beyondReading(message: string): AppError {
  return new AppError('INSUFFICIENT_SCOPE', message, {
    expected: 'This token has the scope tools:read; use one without it.',
  });
}
