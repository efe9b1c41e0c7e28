// What follows once a child and its whole group are gone, and how that is told from the way it ended.
import type { AppError } from '../../../shared/errors.ts';
import type { Ending } from './child-run.ts';
import { endedByItself, isTransient, streamsClosed } from './problems.ts';
import type { LaunchSpec } from './types.ts';

/** A wanted stop, a failure that another attempt would only repeat, or a crash. */
export type Sequel = { readonly kind: 'stopped'; readonly problem: null } | Downfall;

export interface Downfall {
  readonly kind: 'failed' | 'crashed';
  readonly problem: AppError;
}

export const wantedStop: Sequel = { kind: 'stopped', problem: null };

/** For a child whose end nobody asked for. `tail`: its last stderr lines. */
export function unwantedEnd(
  spec: LaunchSpec,
  ending: Ending,
  phase: 'starting' | 'running',
  tail: readonly string[],
): Downfall {
  if (ending.kind === 'not-spawned') {
    return { kind: isTransient(ending.error) ? 'crashed' : 'failed', problem: ending.error };
  }
  const problem = ending.wasMute ? streamsClosed(spec, tail) : endedByItself(spec, ending.exit, phase, tail);
  return { kind: 'crashed', problem };
}
