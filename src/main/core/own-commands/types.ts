// What a JSON-RPC command of this gateway is, and what commands may see. None of them can run a program or change the
// configuration.
import type { z } from 'zod';
import type { ProxyRegistrationManager } from '../announce/manager.ts';
import type { ServerView } from '../../../shared/state.ts';

/** Where commands take what they tell. Read at each call. */
export interface CommandSource {
  readonly version: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly now: () => number;
  readonly servers: () => readonly ServerView[];
  readonly announcement: Pick<
    ProxyRegistrationManager,
    'getRegistrationStatus' | 'setServerUrl' | 'registerServer' | 'unregisterServer' | 'problem'
  >;
}

/** What a command answers: the `result` of JSON-RPC, in the form of S1. */
export interface CommandResult {
  readonly success: true;
  readonly message?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface OwnCommand {
  readonly description: string;
  readonly params: z.ZodObject;
  /** `params` are as `params` above made them. Rejects with AppError. */
  readonly run: (params: unknown, source: CommandSource) => CommandResult | Promise<CommandResult>;
}
