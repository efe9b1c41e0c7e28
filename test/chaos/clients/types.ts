// What every client of these runs can do, whatever it is made with.
import type { EchoArguments } from '../servers/echo.ts';

export const clientKinds = ['sdk-v1', 'sdk-v1-sse', 'sdk-v2', 'sdk-v2-modern', 'raw', 'raw-modern'] as const;
export type ClientKind = (typeof clientKinds)[number];

export interface EchoCall extends EchoArguments {
  readonly server: string;
}

export interface ChaosClient {
  /** Resolves with the answer's text. Rejects with whatever it met; `describeFailure` reads that. */
  call(call: EchoCall): Promise<string>;
  /** Ends its session where it has one, and all connections. */
  close(): Promise<void>;
}

export interface ClientOptions {
  /** Of the gateway, or of a wire in front of it. */
  readonly url: string;
  /** One server alone; null: all of them. */
  readonly target: string | null;
  /** Told of each request that leaves, with its body. */
  readonly onSent: (body: string) => void;
  /** Told what a report of progress says, and for whose call it came. */
  readonly onProgress: (token: string, message: unknown) => void;
  /** The client's own patience. */
  readonly timeoutMs: number;
}

/** How the tool is called at the client's address. */
export function toolName({ target }: ClientOptions, { server }: EchoCall): string {
  return target === null ? `${server}__echo` : 'echo';
}

export function argumentsOf({ token, delayMs, steps, filler }: EchoCall): EchoArguments {
  return {
    token,
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(steps === undefined ? {} : { steps }),
    ...(filler === undefined ? {} : { filler }),
  };
}

export function endpoint({ url, target }: ClientOptions): URL {
  return new URL(target === null ? '/mcp' : `/mcp/${target}`, url);
}

/** The failure that a server or the gateway has put into a result. */
export class ToolFailed extends Error {}

/** The text of a tool's result. Throws ToolFailed. */
export function textOf(result: unknown): string {
  const { content = [], isError = false } = result as {
    readonly content?: readonly { readonly text?: unknown }[];
    readonly isError?: boolean;
  };
  const text = content.flatMap((each) => (typeof each.text === 'string' ? [each.text] : [])).join('\n');
  if (isError) throw new ToolFailed(text);
  return text;
}
