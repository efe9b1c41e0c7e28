// Which tools of a server a person has accepted, and which are other ones by now. The first list of a server is accepted
// with the server; what changes after that is shown, and where tools are pinned held back, until somebody accepts it.
import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { ToolChange, ToolReview } from '../../../shared/tool-changes.ts';
import type { Catalogue } from '../relay/catalogue.ts';
import { toolPrint, type ToolPrint } from './tool-print.ts';

/** What lasts of it over restarts. */
export interface PinMemory {
  load(server: string): readonly ToolPrint[] | null;
  save(server: string, accepted: readonly ToolPrint[]): void;
}

export class ToolPins {
  private readonly memory: PinMemory;
  private readonly server: string;
  /** Whether what is new or has changed waits. */
  readonly isPinned: () => boolean;
  private accepted: ReadonlyMap<string, ToolPrint> | null;
  private now: readonly ToolPrint[] = [];

  constructor(memory: PinMemory, server: string, isPinned: () => boolean) {
    this.memory = memory;
    this.server = server;
    this.isPinned = isPinned;
    const known = memory.load(server);
    this.accepted = known === null ? null : byName(known);
  }

  /** What the server offers has been learnt. */
  learnt({ lists }: Catalogue): void {
    this.now = lists.tools.map(({ key, text }) => toolPrint(key, text));
    // Of another copy of a server the list may have been accepted meanwhile.
    const known = this.memory.load(this.server);
    if (known !== null) this.accepted = byName(known);
    if (this.accepted === null) this.keep(this.now);
    else if (!this.isPinned())
      this.keep([...this.accepted.values(), ...this.now.filter(({ name }) => !this.accepted?.has(name))]);
  }

  /** A person accepts what a review has shown. Throws CONSENT_NEEDED when it is something else by now. */
  accept(digest: string): ToolReview {
    const review = this.review();
    const { changes } = review;
    if (review.digest !== digest) {
      throw new AppError('CONSENT_NEEDED', 'The tools have changed again since they were shown.', {
        expected: 'Look at them anew.',
      });
    }
    const gone = [...(this.accepted?.values() ?? [])].filter(
      ({ name }) => !this.now.some((tool) => tool.name === name),
    );
    // What is gone stays accepted: if it comes back as something else, that is a change.
    if (changes.length > 0) this.keep([...gone, ...this.now]);
    return review;
  }

  review(): ToolReview {
    const changes = this.changes();
    const digest = createHash('sha256').update(JSON.stringify(changes.map(({ after }) => after)));
    return { server: this.server, changes, digest: digest.digest('hex') };
  }

  changes(): readonly ToolChange[] {
    const isHeld = this.isPinned();
    return this.now
      .filter(({ name, hash }) => this.accepted?.get(name)?.hash !== hash)
      .map(({ name, text }) => ({
        tool: name,
        before: this.accepted?.get(name)?.text ?? null,
        after: text,
        isHeld,
      }));
  }

  /** Whether a tool must wait: as it was learnt last, or (`text`) as the server writes it at this moment. */
  isHeld(tool: string, text?: string): boolean {
    if (!this.isPinned() || this.accepted === null) return false;
    const accepted = this.accepted.get(tool)?.hash;
    if (text !== undefined) return accepted !== toolPrint(tool, text).hash;
    // One that was never listed is the server's to refuse; what is listed and other must wait.
    return (
      this.now.some(({ name, hash }) => name === tool && hash !== accepted) ||
      (accepted === undefined && this.now.length > 0)
    );
  }

  private keep(tools: readonly ToolPrint[]): void {
    const next = byName(tools);
    const isSame =
      this.accepted !== null &&
      next.size === this.accepted.size &&
      [...next.values()].every(({ name, hash }) => this.accepted?.get(name)?.hash === hash);
    this.accepted = next;
    if (!isSame) this.memory.save(this.server, [...next.values()]);
  }
}

/** The same name twice: the first counts, as in lists. */
function byName(tools: readonly ToolPrint[]): ReadonlyMap<string, ToolPrint> {
  const found = new Map<string, ToolPrint>();
  for (const tool of tools) if (!found.has(tool.name)) found.set(tool.name, tool);
  return found;
}
