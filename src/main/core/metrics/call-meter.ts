// Counts clients' calls by server, client and method (S2.9). On the path of a call it finds objects and adds numbers, no
// more; what is made of them is others' business. Whatever clients say, there are only so many series.
import type { Bounds } from '../bounds/bounds.ts';
import { plainText } from '../telemetry/plain-text.ts';
import { CallSeries } from './call-series.ts';
import { knownMethods } from './known-methods.ts';

/** What is not told apart any more. */
export const otherLabel = 'other';
/** Requests that no server was asked about: the gateway answered them itself. */
const gatewayLabel = '/mcp';

const maxServers = 500;
const maxClients = 64;
const maxSeries = 2000;
const longestLabel = 64;

/** One server's calls. */
export class ServerCalls {
  readonly label: string;
  /** Requests that wait for an answer. */
  inFlight = 0;
  /** By what clients call themselves, then by method, both as they were said. */
  readonly series = new Map<string, Map<string, CallSeries>>();

  constructor(label: string) {
    this.label = label;
  }
}

export interface EndedCall {
  readonly client: string;
  readonly method: string;
  readonly requestBytes: number;
  readonly answerBytes: number;
  /** From the request's arrival to now. */
  readonly ms: number;
}

export type Outcome = 'answered' | 'failed' | 'cancelled';

export interface CallMeterOptions {
  readonly bounds: Bounds;
  /** Takes secrets out of what a client calls itself. */
  readonly redact?: (text: string) => string;
}

export class CallMeter {
  private readonly bounds: Bounds;
  private readonly redact: (text: string) => string;
  private readonly servers = new Map<string, ServerCalls>();
  private readonly clientLabels = new Map<string, string>();
  private readonly byLabels = new Map<string, CallSeries>();
  private readonly gateway = this.add(gatewayLabel);
  private readonly others = this.add(otherLabel);

  constructor({ bounds, redact = (text) => text }: CallMeterOptions) {
    this.bounds = bounds;
    this.redact = redact;
  }

  /** Where calls count that no server has. */
  get ofGateway(): ServerCalls {
    return this.gateway;
  }

  /** Where calls to this server count. Throws AppError LIMIT_REACHED where too many wait for it already. */
  admitted(server: string): ServerCalls {
    const calls =
      this.servers.get(server) ?? (this.servers.size < maxServers ? this.add(server) : this.others);
    // Of others there may be any number, each with few.
    if (calls === this.others || calls.inFlight < this.bounds.get('callsPerServer')) return calls;
    const many = `"${server}" has ${calls.inFlight} requests in flight already.`;
    throw this.bounds.refusal('callsPerServer', many, {
      instead: 'Try again later',
      details: { server },
    });
  }

  ended(server: ServerCalls, call: EndedCall, outcome: Outcome): void {
    const series = server.series.get(call.client)?.get(call.method) ?? this.find(server, call);
    series.calls++;
    series.requestBytes += call.requestBytes;
    series.answerBytes += call.answerBytes;
    if (outcome === 'cancelled') {
      series.cancelled++;
      return;
    }
    if (outcome === 'failed') series.errors++;
    series.took(call.ms);
  }

  /** All that there is. */
  all(): Iterable<CallSeries> {
    return this.byLabels.values();
  }

  /** Requests in flight, by server. */
  *inFlight(): Iterable<readonly [server: string, count: number]> {
    for (const { label, inFlight } of this.servers.values()) yield [label, inFlight];
  }

  /** Lets go of servers that are no more, once they take up much of the room. */
  keepOnly(isThere: (server: string) => boolean): void {
    if (this.servers.size < maxServers / 2) return;
    for (const [name, calls] of this.servers) {
      if (calls === this.gateway || calls === this.others || calls.inFlight > 0 || isThere(name)) continue;
      this.servers.delete(name);
      for (const [labels, series] of this.byLabels) if (series.server === name) this.byLabels.delete(labels);
    }
  }

  private add(server: string): ServerCalls {
    const calls = new ServerCalls(server);
    this.servers.set(server, calls);
    return calls;
  }

  private find(server: ServerCalls, { client, method }: EndedCall): CallSeries {
    const labels = [server.label, this.clientLabel(client), knownMethods.has(method) ? method : otherLabel];
    const series = this.seriesFor(labels[0] ?? '', labels[1] ?? '', labels[2] ?? '');
    // What is folded is not remembered: there may be any number of it.
    if (series.client !== otherLabel && series.method !== otherLabel)
      remember(server, client, method, series);
    return series;
  }

  private seriesFor(server: string, client: string, method: string): CallSeries {
    const key = `${server} ${method} ${client}`;
    const known = this.byLabels.get(key);
    if (known !== undefined) return known;
    const isLast = client === otherLabel && method === otherLabel;
    // Room for the folded ones of every server is kept beside.
    if (this.byLabels.size >= maxSeries && !isLast) return this.seriesFor(server, otherLabel, otherLabel);
    const series = new CallSeries(server, client, method);
    this.byLabels.set(key, series);
    return series;
  }

  private clientLabel(client: string): string {
    const known = this.clientLabels.get(client);
    if (known !== undefined) return known;
    if (this.clientLabels.size >= maxClients || client.length > longestLabel) return otherLabel;
    const label = plainText(this.redact(client));
    this.clientLabels.set(client, label);
    return label;
  }
}

function remember(server: ServerCalls, client: string, method: string, series: CallSeries): void {
  const ofClient = server.series.get(client) ?? new Map<string, CallSeries>();
  server.series.set(client, ofClient);
  ofClient.set(method, series);
}
