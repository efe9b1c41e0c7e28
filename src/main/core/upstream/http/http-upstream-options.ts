// What a server behind a URL needs to be reached.
import type { Dispatcher } from 'undici';
import type { Bounds } from '../../bounds/bounds.ts';
import type { HttpServerConfig } from '../../config/types.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { ClientInfo, Timeouts } from '../../relay/types.ts';
import type { UpstreamHooks } from '../types.ts';
import type { UrlKind } from './url-kind.ts';

export interface HttpUpstreamOptions {
  readonly config: HttpServerConfig;
  readonly gatewayClient: ClientInfo;
  readonly timeouts: Timeouts;
  readonly maxMessageBytes: number;
  readonly bounds: Bounds;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks: UpstreamHooks;
  readonly dispatcher: Dispatcher;
  /** What it speaks, where that is known; null: it is to be found out. */
  readonly knownKind: UrlKind | null;
}
