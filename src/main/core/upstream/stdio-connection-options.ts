// What a child and the sessions on it need.
import type { Bounds } from '../bounds/bounds.ts';
import type { StdioServerConfig } from '../config/types.ts';
import type { Supervisor, SupervisorEvents } from '../launcher/types.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ClientInfo, Timeouts } from '../relay/types.ts';
import type { Openings } from './greet.ts';
import type { Opening } from './opening.ts';
import type { UpstreamHooks } from './types.ts';

export interface StdioConnectionOptions {
  readonly config: StdioServerConfig;
  readonly client: () => ClientInfo;
  /** How its next child is to be opened. */
  readonly openings: () => Openings;
  /** Another one than the first of them fits it now. What waits is in the wrong words, and is told so. */
  readonly onOther: (opening: Opening) => void;
  readonly timeouts: Timeouts;
  readonly startTimeoutMs: number;
  readonly bounds?: Bounds;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks: UpstreamHooks;
  readonly supervise: (events: SupervisorEvents) => Supervisor;
}
