// One address of the gateway port: its sockets, what is under way there, and how it is left. What is served there is told in
// gateway-app.ts.
import type { ServerOptions } from 'node:http';
import type { AppError } from '../../../shared/errors.ts';
import { defaultBounds, type Bounds } from '../bounds/bounds.ts';
import type { CallLog } from '../call-log/call-log.ts';
import type { NamedRoute } from '../http-guards/route-list.ts';
import { strictHttp } from '../http-guards/strict-http.ts';
import { CallMeter } from '../metrics/call-meter.ts';
import type { GatewayFacts } from '../metrics/facts.ts';
import type { Credentials } from '../tls/credentials.ts';
import { createApp, type AppOptions } from './gateway-app.ts';
import { Heartbeat } from './heartbeat.ts';
import { HttpServers } from './http-servers.ts';
import { listenError } from './listen-error.ts';
import { RefusedCallers } from './refused-callers.ts';
import { Traffic } from './traffic.ts';

export interface GatewayOptions extends Omit<AppOptions, 'bounds'> {
  readonly host: string;
  readonly port: number;
  readonly keepAliveMs: () => number;
  /** For a request to arrive, body included, in milliseconds; looked at twice in that time. Default: a minute. */
  readonly requestTimeoutMs?: number;
  /** Default: as the configuration's defaults say. */
  readonly bounds?: Bounds;
  /** Where calls are counted; default: where nobody looks. */
  readonly meter?: CallMeter;
  /** Where calls are recorded; default: nowhere. */
  readonly callLog?: CallLog;
}

export type GatewayLoad = Pick<GatewayFacts, 'connections' | 'streams' | 'listenStreams'>;

export interface Gateway {
  readonly host: string;
  /** The port that is really listened on. */
  readonly port: number;
  readonly routes: readonly NamedRoute[];
  /** What it has to do with at this moment. */
  readonly load: GatewayLoad;
  /** Other credentials for connections from now on; those that are open go on. Only for one that speaks TLS. */
  renew(credentials: Credentials): void;
  /** Lets the port go to somebody else; connections that are open go on. */
  stopListening(): void;
  /** Ends the connections of those who may not go on. That is done from time to time by itself. */
  endRefused(): void;
  /** Begins nothing new, gives calls under way a little time, and answers the rest with `reason`. */
  leave(reason: AppError): Promise<void>;
  /** Leaves, gives answers time to be written, and ends every connection. */
  close(reason: AppError): Promise<void>;
}

/** How long calls under way may take to end when the gateway closes, */
const callGraceMs = 5000;
/** and how long answers may then take to be written. */
const writeGraceMs = 2000;

/** Resolves when it listens. Rejects with AppError PORT_TAKEN when it cannot. */
export async function listenGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, clock, logger, credentials = null, bounds = defaultBounds() } = options;
  const heartbeat = new Heartbeat(clock, options.keepAliveMs);
  const refused = new RefusedCallers(clock, logger, options.audit);
  const traffic = new Traffic(clock, options.meter ?? new CallMeter({ bounds }), options.callLog);
  const servers = new HttpServers({ credentials, refused, bounds, clock, http: httpLimits(options) });
  const { app, routes } = createApp({ ...options, bounds }, heartbeat, traffic, servers);
  const { server } = app;
  try {
    await app.listen({ host, port: options.port });
    await servers.listenBeside(host);
  } catch (error) {
    heartbeat.close();
    await app.close();
    throw listenError(error, options);
  }
  const address = server.address();
  let leaving: Promise<void> | null = null;
  const leave = (reason: AppError): Promise<void> => (leaving ??= traffic.leave(reason, callGraceMs));
  return {
    host,
    routes,
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    get load() {
      const { streamCount: streams, listening: listenStreams } = traffic;
      return { connections: servers.connections, streams, listenStreams };
    },
    renew: (next) => servers.renew(next),
    stopListening: () => servers.stopListening(),
    leave,
    endRefused: () => traffic.endRefused(),
    close: async (reason) => {
      await leave(reason);
      heartbeat.close();
      refused.close();
      const cut = (): void => servers.cut();
      const cancel = clock.after(writeGraceMs, cut);
      servers.stopListening();
      const closed = app.close();
      await traffic.written();
      cancel();
      // Connections that were opened in advance and never used do not count as idle.
      cut();
      await closed;
    },
  };
}

function httpLimits({ requestTimeoutMs = 60_000 }: GatewayOptions): ServerOptions {
  return {
    // A client's connection may rest between two calls; new ones cost time.
    keepAliveTimeout: 75_000,
    // The answer may take as long as it takes.
    requestTimeout: requestTimeoutMs,
    // Node takes the smaller time of the two for the headers, whichever it is.
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: requestTimeoutMs / 2,
    ...strictHttp,
  };
}
