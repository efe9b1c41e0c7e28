// What a server needs to run, and how it is described.
import type { ErrorView } from '../../../shared/errors.ts';
import type { ServerSource } from '../../../shared/state.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { ServerConfig } from '../config/types.ts';
import type { PinMemory } from '../pins/tool-pins.ts';
import type { Clock, Logger } from '../ports.ts';
import type { PauseSwitch } from './pause.ts';
import type { Catalogue } from '../relay/catalogue.ts';
import type { StateSeal } from '../relay/modern/request-state.ts';
import type { OwnedThings } from '../relay/owned-things.ts';
import type { ClientInfo } from '../relay/types.ts';
import type { Handshake, Upstream, UpstreamHooks } from '../upstream/types.ts';

/** What the hub knows of a server: its configuration, or for the built-in one just the name. */
export interface ServerDescription {
  readonly source: ServerSource;
  readonly config: ServerConfig | null;
  readonly name: string;
  readonly enabled: boolean;
}

export interface ServerRuntimeOptions {
  readonly description: ServerDescription;
  readonly client: ClientInfo;
  /** Signs what modern clients bring back. */
  readonly stateSeal: StateSeal;
  readonly pinMemory: PinMemory;
  /** Whose tasks are; of all servers. */
  readonly ownedThings: OwnedThings;
  /** Whether changed tools wait, where the server's own configuration does not say. */
  readonly pinTools: () => boolean;
  /** Default: as the configuration's defaults say. */
  readonly bounds?: Bounds | undefined;
  /** How long sessions that modern clients share are kept unused, in milliseconds. */
  readonly sessionIdleMs: () => number;
  /** How long a usual request may take, in milliseconds. */
  readonly requestMs: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly open: (hooks: UpstreamHooks) => Upstream;
  /** Known from an earlier run, for the same command or URL. */
  readonly catalogue: Catalogue | null;
  /** Settles when the one that had this name before is gone; until then this one does not begin. */
  readonly predecessor?: Promise<void> | undefined;
  /** Holds all servers but the built-in one. */
  readonly pause: PauseSwitch;
  readonly onChange: () => void;
  /** Somebody waits for changes of the merged lists. */
  readonly isFollowed: () => boolean;
  readonly onOpened: (handshake: Handshake) => void;
  readonly onCatalogue: (catalogue: Catalogue) => void;
  readonly onCrashed: (problem: ErrorView) => void;
}
