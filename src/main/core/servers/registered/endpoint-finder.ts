// Finds out in the background what stands behind registered URLs: one look at a time for each, a few servers at once,
// again while nothing is found. What is found is kept with the record.
import { describeView, toErrorView } from '../../../../shared/errors.ts';
import type { ErrorView } from '../../../../shared/errors.ts';
import type { RegistrationKind } from '../../../../shared/registrations.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { ServerRegistry } from '../../registry/server-registry.ts';
import type { RegistrationEndpoint, RegistrationRecord } from '../../store/registration-records.ts';
import type { Turns } from '../turns.ts';
import { identify, type OpenRegistered } from './identify.ts';

export interface EndpointFinderOptions {
  readonly servers: ServerRegistry;
  readonly open: OpenRegistered;
  /** For what is not urgent. */
  readonly turns: Turns;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onFound: (key: string) => void;
  readonly onFailed: (key: string) => void;
}

interface Miss {
  readonly problem: ErrorView;
  /** How often in a row nothing was found. */
  readonly count: number;
  readonly cancel: () => void;
}

/** Pauses between looks, in milliseconds; the last one stays. Servers may register before they listen. */
const pausesMs = [1000, 2000, 5000, 10_000, 30_000, 60_000];

const words: Readonly<Record<RegistrationKind, string>> = {
  mcp: 'MCP',
  sse: 'MCP over HTTP+SSE',
  commands: 'JSON-RPC commands',
};

export class EndpointFinder {
  private readonly options: EndpointFinderOptions;
  /** By key and URL: a key may pass to another server meanwhile. */
  private readonly looking = new Map<string, Promise<void>>();
  private readonly due = new Set<string>();
  private readonly missed = new Map<string, Miss>();
  private isClosed = false;

  constructor(options: EndpointFinderOptions) {
    this.options = options;
  }

  /** Why nothing was found; undefined when something was, or nobody has looked. */
  problem(key: string): ErrorView | undefined {
    return this.missed.get(key)?.problem;
  }

  /** Looks now, once for all who want to know. Resolves when it is on disk; rejects with AppError. */
  look(record: RegistrationRecord): Promise<void> {
    const what = `${record.key} ${record.canonicalUrl}`;
    const known = this.looking.get(what);
    if (known !== undefined) return known;
    const found = this.lookOnce(record).finally(() => this.looking.delete(what));
    this.looking.set(what, found);
    return found;
  }

  /** Looks when it has its turn, if it is callable then. Resolves afterwards, never rejects. */
  async lookSoon(key: string): Promise<void> {
    if (this.due.has(key)) return;
    this.due.add(key);
    await this.options.turns.run(async () => {
      this.due.delete(key);
      const server = this.options.servers.find(key);
      // One that is offline is looked at when its lease says so.
      const isCallable = server?.state === 'healthy' || server?.state === 'stale';
      if (!this.isClosed && isCallable) await this.look(server.record).catch(() => undefined);
    });
  }

  forget(key: string): void {
    this.missed.get(key)?.cancel();
    this.missed.delete(key);
  }

  close(): void {
    this.isClosed = true;
    for (const key of this.missed.keys()) this.forget(key);
  }

  private async lookOnce(record: RegistrationRecord): Promise<void> {
    const { servers, logger, open, onFound } = this.options;
    const { key } = record;
    try {
      const endpoint = await identify(record, open);
      if (this.isClosed) return;
      this.forget(key);
      if (!isSameEndpoint(record.endpoint, endpoint)) {
        logger.info(`${key} speaks ${words[endpoint.kind]} at ${endpoint.url}.`);
        await servers.noteEndpoint(record, endpoint);
      }
      onFound(key);
    } catch (error) {
      this.miss(record, toErrorView(error));
      throw error;
    }
  }

  private miss({ key, canonicalUrl }: RegistrationRecord, problem: ErrorView): void {
    const { servers, clock, logger, onFailed } = this.options;
    const now = servers.find(key)?.record;
    if (this.isClosed || now?.canonicalUrl !== canonicalUrl || now.endpoint !== null) return;
    const before = this.missed.get(key);
    before?.cancel();
    const count = (before?.count ?? 0) + 1;
    if (count === 1) logger.debug(`What ${key} speaks is not known. ${describeView(problem)}`);
    const pauseMs = pausesMs[Math.min(count, pausesMs.length) - 1] ?? 0;
    const cancel = clock.after(pauseMs, () => void this.lookSoon(key));
    this.missed.set(key, { problem, count, cancel });
    onFailed(key);
  }
}

export function isSameEndpoint(one: RegistrationEndpoint | null, other: RegistrationEndpoint): boolean {
  return one !== null && one.kind === other.kind && one.url === other.url;
}
