// The playgrounds of a running core: what they say of themselves to servers, and the ways they take to them, which are those
// of a gateway client.
import type { Bounds } from '../bounds/bounds.ts';
import type { CallLog } from '../call-log/call-log.ts';
import { recordedLink } from '../call-log/recorded-exchange.ts';
import type { Closers } from '../closers.ts';
import type { Clock } from '../ports.ts';
import { askable } from '../relay/capabilities.ts';
import { newestLegacyRevision } from '../relay/revisions.ts';
import type { ServerHub } from '../servers/hub.ts';
import { Playgrounds } from './playgrounds.ts';

export interface OpenPlaygroundsOptions {
  readonly version: string;
  readonly hub: Pick<ServerHub, 'find' | 'connect'>;
  readonly callLog: CallLog;
  readonly bounds: Bounds;
  readonly clock: Clock;
}

/** Closed by `closers`. */
export function openPlaygrounds(options: OpenPlaygroundsOptions, closers: Closers): Playgrounds {
  const { version, hub, callLog, bounds, clock } = options;
  const playgrounds = new Playgrounds({
    client: {
      protocolVersion: newestLegacyRevision,
      // Whatever it is, a person can do it by hand. Servers of the modern era hear the same: their links see to it.
      capabilities: askable,
      clientInfo: { name: 'patchbay-playground', version },
    },
    bounds,
    clock,
    connect: (server, peer) => {
      hub.find(server);
      return recordedLink(hub.connect(server, peer), { log: callLog, peer, target: server });
    },
  });
  closers.add('The playgrounds', () => playgrounds.close());
  return playgrounds;
}
