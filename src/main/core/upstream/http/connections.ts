// The connections to servers behind URLs: one pool for those that anybody can check, one for each file of authorities,
// one for all that registered themselves.
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { HttpServerConfig } from '../../config/types.ts';
import type { PemSource } from '../../tls/pem.ts';
import { trustingConnector } from '../../tls/trusting-connector.ts';
import { guardedConnector, guardedLookup, type FindAddresses } from '../../http-guards/guarded-connector.ts';

/** Where people name the authorities of registered servers. */
export const registeredCaKey = 'registration.ca_cert';

const label = 'The file of authorities';
/**
 * Milliseconds. Servers that do not say for how long they keep a connection often close it after five seconds without
 * one; a call that is sent in that moment would be lost, and may not be sent again. Where they say, that holds.
 */
const keepAliveTimeout = 4000;

export class Connections {
  /** To servers that registered themselves. */
  readonly registered: Dispatcher;
  private readonly usual: Agent;
  private readonly lookup: ReturnType<typeof guardedLookup>;
  private readonly byFile = new Map<string, Agent>();

  /** `registeredCaFile`: asked for each connection. `find`: the system's by default. */
  constructor(registeredCaFile: () => string | null, find?: FindAddresses) {
    this.lookup = guardedLookup(find);
    this.usual = new Agent({
      keepAliveTimeout,
      connect: guardedConnector(buildConnector({ lookup: this.lookup })),
    });
    const source = (): PemSource | null => {
      const path = registeredCaFile();
      return path === null ? null : { path, label, key: registeredCaKey };
    };
    this.registered = this.trusting(source);
  }

  /** To a server of the configuration. */
  to({ caFile }: Pick<HttpServerConfig, 'caFile'>): Dispatcher {
    if (caFile === null) return this.usual;
    const known = this.byFile.get(caFile);
    if (known !== undefined) return known;
    const source = { path: caFile, label, key: '"ca" of the server' };
    const agent = this.trusting(() => source);
    this.byFile.set(caFile, agent);
    return agent;
  }

  private trusting(source: () => PemSource | null): Agent {
    const connect = guardedConnector(trustingConnector(source, this.lookup));
    return new Agent({ keepAliveTimeout, connect });
  }

  async close(): Promise<void> {
    const all = [this.usual, this.registered, ...this.byFile.values()];
    await Promise.all(all.map((agent) => agent.destroy()));
  }
}
