// What is in config.json, with all that Patchbay brings to it: variables, secrets, folders. Touches nothing.
import { homedir } from 'node:os';
import nodePath from 'node:path';
import type { ConfigFault } from '../../../shared/state.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ConfigHistory } from './history.ts';
import { loadConfig, type LoadOutcome } from './load-config.ts';
import type { FileContent } from './read-config-file.ts';

export interface ConfigStoreOptions {
  /** Of the file, absolute. */
  readonly path: string;
  /** Where `${VAR}` is looked up; read at each loading. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `${secret:NAME}` stands for; read at each loading. Default: there are no secrets. */
  readonly secret?: (name: string) => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: NodeJS.Platform;
  /** Hears of edits that others make. */
  readonly audit?: Audit;
  /** Keeps what the file holds, whoever wrote it. */
  readonly history?: ConfigHistory;
  /** Where `~/` leads. Default: this user's. */
  readonly homeDir?: string;
}

/** The configuration of a content; `absence` is the fault of there being none. */
export function loadContent(
  content: FileContent,
  { path, env, secret, platform, homeDir = homedir(), clock }: ConfigStoreOptions,
  absence: ConfigFault,
): LoadOutcome {
  if (content.kind === 'missing') return { config: null, faults: [absence] };
  if (content.kind === 'unreadable') return { config: null, faults: [content.fault] };
  const baseDir = nodePath.dirname(path);
  return loadConfig(content.text, { env, secret, platform, homeDir, baseDir, now: clock.now() });
}
