// What is known of one server's offer: asked for when it is ready, when it says that it changed, and when somebody needs
// what is unknown; one asking at a time. Whether the server may be started for it is its owner's business.
import { AppError, toAppError, toErrorView } from '../../../shared/errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { changedKinds, type Catalogue } from '../relay/catalogue.ts';
import type { ClientInfo, Link, Peer } from '../relay/types.ts';
import type { UpstreamStatus } from '../upstream/types.ts';
import { GatewayCaller, silentPeer } from './ask.ts';
import { learnCatalogue, type ListFailure } from './learn.ts';

export interface CatalogueKeeperOptions {
  readonly name: string;
  readonly client: ClientInfo;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Known from an earlier run. */
  readonly catalogue: Catalogue | null;
  readonly connect: (peer: Peer) => Link;
  readonly status: () => UpstreamStatus;
  /** It is other than before. */
  readonly onCatalogue: (catalogue: Catalogue) => void;
}

/** After list_changed, wait for more of them before asking. */
const learnDelayMs = 50;
/** A server whose lists could not be had is asked again at the earliest after so long. */
const learnAgainMs = 30_000;

export class CatalogueKeeper {
  catalogue: Catalogue | null;
  private readonly options: CatalogueKeeperOptions;
  private learning: Promise<Catalogue> | null = null;
  private link: Link | null = null;
  private cancelSoon: (() => void) | null = null;
  private failedAt = Number.NEGATIVE_INFINITY;
  private closed = false;

  constructor(options: CatalogueKeeperOptions) {
    this.options = options;
    this.catalogue = options.catalogue;
  }

  /** Nothing is known, and asking did not fail a moment ago. */
  get isToBeLearnt(): boolean {
    return this.catalogue === null && this.options.clock.monotonic() - this.failedAt >= learnAgainMs;
  }

  /** What it offers, asked for where that is unknown. Rejects with AppError when it cannot be had. */
  async require(): Promise<Catalogue> {
    return this.catalogue ?? (await this.ask());
  }

  /** Asks for all its lists now; what is on its way already is waited for instead. Never rejects. */
  async learn(): Promise<void> {
    try {
      await this.ask();
    } catch (error) {
      const { message } = toErrorView(error);
      if (!this.closed)
        this.options.logger.warn(`The lists of "${this.options.name}" cannot be had: ${message}`);
    }
  }

  /** The server is ready. When asking opened it, the lists are on their way already. */
  opened(): void {
    if (this.learning === null) this.listsChanged();
  }

  /** Asks again soon, once for many changes. */
  listsChanged(): void {
    this.learnIn(learnDelayMs);
  }

  /** Forgets that it meant to ask soon. */
  rest(): void {
    this.cancelSoon?.();
    this.cancelSoon = null;
  }

  /** For good; an asking that is under way fails. */
  close(): void {
    this.closed = true;
    this.rest();
    this.link?.close();
  }

  /** What is meant to happen soon already happens no later for changes that follow. */
  private learnIn(ms: number): void {
    if (this.closed || this.cancelSoon !== null) return;
    this.cancelSoon = this.options.clock.after(ms, () => {
      this.cancelSoon = null;
      void this.learnAgain();
    });
  }

  private async learnAgain(): Promise<void> {
    // An answer that is on its way already may lack the change.
    await this.learning?.catch(() => undefined);
    // It may have been stopped meanwhile; asking would start it again.
    if (!this.closed && this.options.status().status === 'ready') await this.learn();
  }

  /** Lists that could not be had stay as they were; the others count. */
  private tellFailures(failures: readonly ListFailure[]): void {
    for (const { kind, error } of failures)
      this.options.logger.warn(
        `The list of ${kind} of "${this.options.name}" cannot be had: ${error.message}`,
      );
    this.failedAt = this.options.clock.monotonic();
    this.learnIn(learnAgainMs);
  }

  private ask(): Promise<Catalogue> {
    this.learning ??= this.askOnce().finally(() => {
      this.learning = null;
    });
    return this.learning;
  }

  private async askOnce(): Promise<Catalogue> {
    const { name, client, clock, connect, status, onCatalogue } = this.options;
    const link = connect(silentPeer(`catalogue:${name}`, client));
    this.link = link;
    try {
      const caller = new GatewayCaller(link);
      await caller.open(client);
      const { handshake } = status();
      if (handshake === null) throw new AppError('INTERNAL', `"${name}" was opened without a handshake.`);
      const before = this.catalogue;
      const { catalogue, failures } = await learnCatalogue(caller, handshake, clock.now(), before);
      if (this.closed) return catalogue;
      if (failures.length > 0) this.tellFailures(failures);
      this.catalogue = catalogue;
      if (isNews(before, catalogue)) onCatalogue(catalogue);
      return catalogue;
    } catch (error) {
      this.failedAt = clock.monotonic();
      throw toAppError(error);
    } finally {
      this.link = null;
      link.close();
    }
  }
}

function isNews(before: Catalogue | null, now: Catalogue): boolean {
  return before === null || before.instructions !== now.instructions || changedKinds(before, now).length > 0;
}
