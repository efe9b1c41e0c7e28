// What is known of one server's offer: asked for when it is ready, when it says that it changed, and when somebody needs
// what is unknown; one asking at a time. Whether the server may be started for it is its owner's business.
import { isDeepStrictEqual } from 'node:util';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { changedKinds, type Catalogue } from '../relay/catalogue.ts';
import { saysReadOnly } from '../relay/read-only.ts';
import type { ClientInfo, Link, Peer } from '../relay/types.ts';
import type { UpstreamStatus } from '../upstream/types.ts';
import { LearnPace } from './learn-pace.ts';
import { learnCatalogue, type ListFailure } from './learn.ts';
import { OwnSession } from './own-session.ts';
import { Soon } from './soon.ts';

export interface CatalogueKeeperOptions {
  readonly name: string;
  readonly client: ClientInfo;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Known from an earlier run. */
  readonly catalogue: Catalogue | null;
  readonly connect: (peer: Peer) => Link;
  readonly status: () => UpstreamStatus;
  /** Somebody waits for changes of the lists, of which only an open session would tell. */
  readonly isFollowed: () => boolean;
  /** It is other than before. */
  readonly onCatalogue: (catalogue: Catalogue) => void;
}

/** A server whose lists could not be had is asked again at the earliest after so long. */
const learnAgainMs = 30_000;
/** One that runs and does not give them is asked less and less often: each time keeps it from counting as unused. */
const mostDoublings = 6;

export class CatalogueKeeper {
  catalogue: Catalogue | null;
  private readonly options: CatalogueKeeperOptions;
  private readonly session: OwnSession;
  private readonly soon: Soon;
  private readonly pace: LearnPace;
  private learning: Promise<Catalogue> | null = null;
  private failedAt = Number.NEGATIVE_INFINITY;
  private failuresInRow = 0;
  /** What was said last of lists that cannot be had. */
  private complaint = '';
  /** It was stopped on purpose; nobody has needed it since. */
  private isResting = false;
  private closed = false;

  constructor(options: CatalogueKeeperOptions) {
    this.options = options;
    this.catalogue = options.catalogue;
    this.session = new OwnSession(options);
    this.pace = new LearnPace(options.clock);
    this.soon = new Soon(options.clock, () => void this.learnAgain());
  }

  /** Nothing is known, and asking did not fail a moment ago. */
  get isToBeLearnt(): boolean {
    return this.catalogue === null && !this.hasJustFailed;
  }

  /** Whether it is known to offer this tool, and to say that it only reads. */
  isReadOnlyTool(name: string): boolean {
    const tool = this.catalogue?.lists.tools.find(({ key }) => key === name);
    return tool !== undefined && saysReadOnly(tool.text);
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
      // That the server as a whole fails is told elsewhere.
      if (this.options.status().status !== 'failed')
        this.complain(`The lists of "${this.options.name}" cannot be had: ${toAppError(error).message}`);
    }
  }

  /** The server is ready. When asking opened it, the lists are on their way already. */
  opened(): void {
    this.isResting = false;
    if (this.learning === null) this.listsChanged();
  }

  /** Asks again soon, once for many changes. */
  listsChanged(): void {
    if (!this.closed) this.soon.within(this.pace.delayMs);
  }

  /** `isFollowed` may have changed: where changes are waited for, they are heard from now on. */
  follow(): void {
    if (!this.options.isFollowed()) {
      if (this.learning === null) this.session.close();
    } else if (!this.session.isOpen && !this.isResting && !this.hasJustFailed) {
      void this.learn();
    }
  }

  /** The server is stopped on purpose: forgets that it meant to ask soon. */
  rest(): void {
    this.isResting = true;
    this.soon.cancel();
    if (this.learning === null) this.session.close();
  }

  /** For good; an asking that is under way fails. */
  close(): void {
    this.closed = true;
    this.rest();
    this.session.close();
  }

  private get hasJustFailed(): boolean {
    return this.options.clock.monotonic() - this.failedAt < learnAgainMs;
  }

  private async learnAgain(): Promise<void> {
    // An answer that is on its way already may lack the change.
    await this.learning?.catch(() => undefined);
    if (this.closed || this.isResting) return;
    this.pace.asked();
    // Asking a server that ended meanwhile would start it again.
    if (this.options.status().status === 'ready' || this.options.isFollowed()) await this.learn();
  }

  private ask(): Promise<Catalogue> {
    this.learning ??= this.askOnce().finally(() => {
      this.learning = null;
    });
    return this.learning;
  }

  private async askOnce(): Promise<Catalogue> {
    const { name, clock, status, isFollowed, onCatalogue } = this.options;
    try {
      const caller = await this.session.open();
      const { handshake } = status();
      if (handshake === null) throw new AppError('INTERNAL', `"${name}" was opened without a handshake.`);
      const before = this.catalogue;
      const { catalogue, failures } = await learnCatalogue(caller, handshake, clock.now(), before);
      if (this.closed) return catalogue;
      this.noteFailures(failures);
      this.catalogue = catalogue;
      if (isNews(before, catalogue)) onCatalogue(catalogue);
      // A modern server is listened to without a session.
      if (!isFollowed() || this.isResting || handshake.era === 'modern') this.session.close();
      return catalogue;
    } catch (error) {
      this.session.close();
      this.failed();
      throw toAppError(error);
    }
  }

  /** Lists that could not be had stay as they were; the others count. */
  private noteFailures(failures: readonly ListFailure[]): void {
    if (failures.length === 0) {
      this.complaint = '';
      this.failuresInRow = 0;
      return;
    }
    const told = failures.map(({ kind, error }) => `${kind} (${error.message})`).join(', ');
    this.complain(`Some lists of "${this.options.name}" cannot be had: ${told}`);
    this.failed();
  }

  private failed(): void {
    this.failedAt = this.options.clock.monotonic();
    if (this.closed || this.isResting) return;
    const isRunning = this.options.status().status === 'ready';
    const doublings = isRunning ? Math.min(this.failuresInRow++, mostDoublings) : 0;
    this.soon.within(learnAgainMs * 2 ** doublings);
  }

  /** Once, however often it is tried again. */
  private complain(text: string): void {
    if (this.closed || this.isResting || text === this.complaint) return;
    this.complaint = text;
    this.options.logger.warn(text);
  }
}

function isNews(before: Catalogue | null, now: Catalogue): boolean {
  return (
    before === null ||
    before.instructions !== now.instructions ||
    !isDeepStrictEqual(before.capabilities, now.capabilities) ||
    changedKinds(before, now).length > 0
  );
}
