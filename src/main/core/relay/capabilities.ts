// Which clients a server's request can be put to, by what they declared in `initialize` and what the request asks for.
import { isRecord } from '../../../shared/is-record.ts';
import { pickMembers, textAt, type Message } from './wire/message.ts';

/** All that the gateway can put to some client. A server that is told of less would not ask, or refuse in its own words. */
export const askable: Readonly<Record<string, unknown>> = {
  roots: {},
  sampling: { context: {}, tools: {} },
  elicitation: { form: {}, url: {} },
};

/** Extensions for which clients are all that is needed: what a server adds for them passes through as it is. */
export const passedOn: Readonly<Record<string, unknown>> = {
  // Pages of apps. Tools that have one answer in text as well.
  'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] },
};

/** The capability that a client needs for a server's request, such as "elicitation.url"; null where any client will do. */
export function neededCapability(request: Message): string | null {
  switch (request.method) {
    case 'roots/list':
      return 'roots';
    case 'sampling/createMessage':
      return has(request, 'tools') ? 'sampling.tools' : 'sampling';
    case 'elicitation/create':
      return modeOf(request) === 'url' ? 'elicitation.url' : 'elicitation';
    default:
      return null;
  }
}

/** Whether a client with these capabilities takes requests that need `needed`. */
export function isCapable(capabilities: Readonly<Record<string, unknown>>, needed: string | null): boolean {
  if (needed === null) return true;
  const [name = '', part] = needed.split('.');
  if (!Object.hasOwn(capabilities, name)) return false;
  const declared = capabilities[name];
  const parts = isRecord(declared) ? declared : {};
  if (part !== undefined) return Object.hasOwn(parts, part);
  // MCP client/elicitation: an empty object means forms; a client may also take URLs only.
  return name !== 'elicitation' || Object.hasOwn(parts, 'form') || !Object.hasOwn(parts, 'url');
}

function has({ bytes, body }: Message, key: string): boolean {
  return pickMembers(bytes, body, [key])[key] !== undefined;
}

function modeOf({ bytes, body }: Message): string | undefined {
  return textAt(bytes, pickMembers(bytes, body, ['mode'])['mode']);
}
