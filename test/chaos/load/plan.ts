// How much of everything, in full and in short.
import type { Size } from './large-messages.ts';
import type { SessionsPlan } from './sessions.ts';
import type { CallCounts } from './steady/calls.ts';
import type { Noise } from './steady/memory.ts';
import type { RegistrationCounts } from './steady/registrations.ts';
import type { SessionCounts } from './steady/sessions.ts';

export interface LoadPlan {
  readonly sessions: SessionsPlan;
  readonly sizes: readonly Size[];
  readonly calls: CallCounts;
  readonly comings: SessionCounts;
  readonly registrations: RegistrationCounts;
  readonly looks: number;
  readonly noise: Noise;
}

const whole: LoadPlan = {
  sessions: { counts: [50, 200, 1000], callsOfEach: 20, pacedSeconds: 10 },
  sizes: [
    { name: '100 kB', bytes: 100_000, calls: 200 },
    { name: '1 MB', bytes: 1_000_000, calls: 50 },
    { name: '16 MB', bytes: 16_000_000, calls: 8 },
  ],
  calls: { many: 100_000, some: 10_000, few: 2000 },
  comings: { many: 100_000, some: 5000, comings: 10_000, abandoned: 8 },
  registrations: { many: 100_000, some: 1000, forgotten: 24 },
  looks: 16,
  noise: { bytes: 1_500_000, objects: 1500 },
};

/** Each kind of call, session and registration is one with the others of its sort, so that there is less to look at. */
const short: LoadPlan = {
  sessions: { counts: [50, 200], callsOfEach: 5, pacedSeconds: 1 },
  sizes: [
    { name: '100 kB', bytes: 100_000, calls: 4 },
    { name: '1 MB', bytes: 1_000_000, calls: 4 },
    { name: '16 MB', bytes: 16_000_000, calls: 1 },
  ],
  calls: { many: 120, some: 120, few: 120 },
  comings: { many: 120, some: 120, comings: 120, abandoned: 0 },
  registrations: { many: 120, some: 120, forgotten: 0 },
  looks: 4,
  // What goes with time, such as signals of timeouts, has not gone so soon: less than thirty objects each time do not show.
  noise: { bytes: 4_000_000, objects: 3600 },
};

export function planOf(isShort: boolean): LoadPlan {
  return isShort ? short : whole;
}
