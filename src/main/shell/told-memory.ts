// What a person was notified of, over restarts, and when that is long enough ago to do it again. A file beside Chromium's
// own: losing it costs a notification too many.
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export interface Told {
  /** Epoch milliseconds. */
  readonly toldAt: number;
  /** When it was over; null: it stands, as far as is known. */
  readonly goneAt: number | null;
}

export interface ToldMemory {
  load(): readonly (readonly [id: string, told: Told])[];
  save(told: readonly (readonly [id: string, told: Told])[]): void;
}

const hourMs = 3_600_000;
/** What came back so soon is the same trouble. */
const backAfterMs = hourMs;
/** What still stands is told again by another run, once a day; whoever runs on knows of it. */
const standingAfterMs = 24 * hourMs;
const most = 500;

/** Whether a person is to be told. `now` in epoch milliseconds. */
export function isDue(told: Told | undefined, now: number): boolean {
  if (told === undefined || told.toldAt > now) return true;
  return now - told.toldAt >= (told.goneAt === null ? standingAfterMs : backAfterMs);
}

const schema = z.array(
  z.tuple([z.string().max(2000), z.object({ toldAt: z.number(), goneAt: z.number().nullable() })]),
);

/** In a file for this user only; one that cannot be read counts as none, one that cannot be written as lost. */
export function toldFile(path: string): ToldMemory {
  return {
    load: () => {
      try {
        return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return [];
      }
    },
    save: (told) => {
      const newest = [...told].sort(([, one], [, other]) => other.toldAt - one.toldAt).slice(0, most);
      try {
        writeFileSync(path, `${JSON.stringify(newest)}\n`, { mode: 0o600 });
      } catch {
        // The next run may tell of something twice.
      }
    },
  };
}
