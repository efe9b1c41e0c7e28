// What the hub is made of.
import type { ServerConfig } from '../config/types.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Naming } from '../relay/aggregate/exposure.ts';
import type { GatewayPaths } from '../relay/aggregate/gateway-paths.ts';
import type { ListKind } from '../relay/catalogue.ts';
import type { OwnedThings } from '../relay/owned-things.ts';
import type { StateSeal } from '../relay/modern/request-state.ts';
import type { PinMemory } from '../pins/tool-pins.ts';
import type { ClientInfo } from '../relay/types.ts';
import type { Upstream, UpstreamHooks } from '../upstream/types.ts';
import type { ServerMemory } from './memory.ts';
import type { PauseSwitch } from './pause.ts';

export interface HubOptions {
  readonly version: string;
  readonly gatewayPaths: GatewayPaths;
  readonly client: ClientInfo;
  readonly stateSeal: StateSeal;
  /** How long a session that nobody uses is kept, in milliseconds. */
  readonly sessionIdleMs: () => number;
  readonly bounds: Bounds;
  /** How long a usual request may take, in milliseconds. */
  readonly requestMs: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly memory: ServerMemory;
  /** Whose tasks are; of all servers. */
  readonly ownedThings: OwnedThings;
  /** Holds all servers but the built-in one. */
  readonly pause: PauseSwitch;
  /** Which tools people accepted. */
  readonly pinMemory: PinMemory;
  /** Whether changed tools wait until somebody accepts them. */
  readonly pinTools: () => boolean;
  readonly naming: () => Naming;
  readonly open: (config: ServerConfig, hooks: UpstreamHooks) => Upstream;
  /** The server that is always there, first of all. */
  readonly builtIn: { readonly name: string; readonly open: (hooks: UpstreamHooks) => Upstream };
  /** Something of a server's view may have changed. */
  readonly onChange: () => void;
  /** What `/mcp` offers to those who see this view of it has changed. */
  readonly onListsChanged: (kinds: readonly ListKind[], view: string) => void;
}
