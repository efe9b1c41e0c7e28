// Whether one server may be used now: not while something is in the way, not before the one that had its name is gone, and
// never again once it is over. Starts and stops nothing.
import type { AppError } from '../../../shared/errors.ts';
import type { Link } from '../relay/types.ts';
import { gone, lastingLink, nowhere } from './lasting-link.ts';
import { linkAfter } from './link-after.ts';
import { obstacleOf } from './obstacle.ts';
import { pausedError, type PauseSwitch } from './pause.ts';
import type { ServerDescription } from './server-runtime-options.ts';

export class ServerLife {
  /** Settled, and null from then on, when nothing is in the way of beginning. Never rejects. */
  predecessor: Promise<void> | null;
  isOver = false;
  private readonly description: () => ServerDescription;
  private readonly pause: PauseSwitch;
  private readonly isGone = (): boolean => this.isOver;

  /** `predecessor`: settles when the one that had this name before is gone. */
  constructor(
    description: () => ServerDescription,
    pause: PauseSwitch,
    predecessor: Promise<void> | undefined,
  ) {
    this.description = description;
    this.pause = pause;
    this.predecessor = predecessor === undefined ? null : this.outlast(predecessor);
  }

  /** Why a request cannot go to it now; null when it can. */
  get obstacle(): AppError | null {
    const description = this.description();
    const isHeld = this.pause.isPaused && description.source !== 'built-in';
    return obstacleOf(description) ?? (isHeld ? pausedError(description.name) : null);
  }

  /** Why nothing may begin now; null when it may. */
  get refusal(): AppError | null {
    return this.isOver ? gone(this.description().name) : this.obstacle;
  }

  /** Resolves when it may be started. Rejects with AppError. */
  async usable(): Promise<void> {
    if (this.refusal !== null) throw this.refusal;
    if (this.predecessor === null) return;
    await this.predecessor;
    // It may have been closed or disabled meanwhile.
    if (this.refusal !== null) throw this.refusal;
  }

  /** A way to the server, made to end with it, whoever still holds it. */
  link(connect: () => Link): Link {
    const { name } = this.description();
    if (this.isOver) return lastingLink(name, nowhere, this.isGone);
    const link = lastingLink(name, connect(), this.isGone);
    return this.predecessor === null ? link : linkAfter(this.predecessor, link);
  }

  end(): void {
    this.isOver = true;
  }

  private async outlast(predecessor: Promise<void>): Promise<void> {
    await predecessor.catch(() => undefined);
    this.predecessor = null;
  }
}
