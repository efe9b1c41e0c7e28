// `GET /metrics` as text for Prometheus (S2.9). Everything is read when it is looked at; the library itself is loaded then.
// Nothing here is a secret: names of servers, of clients and of methods are all the words there are.
import type { Registry } from 'prom-client';
import type { Bounds } from '../bounds/bounds.ts';
import { otherLabel, type CallMeter } from './call-meter.ts';
import type { GatewayFacts, ServerFacts } from './facts.ts';
import { ProcessReadings } from './process-readings.ts';
import { counter, gauge, latencies, type MetricOptions, type Reading } from './readings.ts';
import type { CallSeries } from './call-series.ts';

export interface MetricsOptions {
  readonly meter: CallMeter;
  readonly bounds: Bounds;
  readonly facts: () => GatewayFacts;
}

export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/** Servers that are told apart; the others are added up. */
const maxServers = 500;

export class Metrics {
  private readonly options: MetricsOptions;
  private readonly process = new ProcessReadings();
  private registry: Promise<Registry> | null = null;
  /** Of the last look; null before the first. */
  private seen: GatewayFacts | null = null;

  constructor(options: MetricsOptions) {
    this.options = options;
  }

  private get facts(): GatewayFacts {
    this.seen ??= this.options.facts();
    return this.seen;
  }

  /** All of it, as of now. */
  async text(): Promise<MetricsText> {
    this.registry ??= this.open();
    const registry = await this.registry;
    const facts = this.options.facts();
    this.seen = facts;
    const text = await registry.metrics();
    const names = new Set(facts.servers.map(({ name }) => name));
    this.options.meter.keepOnly((server) => names.has(server));
    return { contentType: registry.contentType, text };
  }

  close(): void {
    this.process.close();
  }

  private async open(): Promise<Registry> {
    const { default: prometheus } = await import('prom-client');
    const registry = new prometheus.Registry();
    for (const options of this.gauges()) gauge(prometheus, registry, options);
    for (const options of this.counters()) counter(prometheus, registry, options);
    latencies(prometheus, registry, {
      name: 'patchbay_call_duration_seconds',
      help: 'From the arrival of a request to its answer.',
      read: () => this.options.meter.all(),
    });
    return registry;
  }

  private counters(): readonly MetricOptions[] {
    const { meter, bounds } = this.options;
    const calls = (name: string, help: string, value: (series: CallSeries) => number): MetricOptions => ({
      name: `patchbay_${name}_total`,
      help,
      labelNames: ['server', 'client', 'method'],
      *read(): Iterable<Reading> {
        for (const series of meter.all()) {
          const { server, client, method } = series;
          yield [{ server, client, method }, value(series)];
        }
      },
    });
    return [
      calls('calls', 'Requests of clients that have ended.', (series) => series.calls),
      calls('call_errors', 'Of these, answered with a JSON-RPC error.', (series) => series.errors),
      calls(
        'calls_cancelled',
        'Of these, ended by the client before the answer.',
        (series) => series.cancelled,
      ),
      calls('request_bytes', 'Bytes of messages from clients.', (series) => series.requestBytes),
      calls(
        'answer_bytes',
        'Bytes of messages to clients, progress included.',
        (series) => series.answerBytes,
      ),
      {
        name: 'patchbay_limit_reached_total',
        help: 'How often a limit was reached, by its key in config.json.',
        labelNames: ['limit'],
        *read(): Iterable<Reading> {
          for (const [limit, count] of bounds.reachedCounts()) yield [{ limit }, count];
        },
      },
      {
        name: 'patchbay_server_restarts_total',
        help: 'Restarts after a crash, while the server is not stopped.',
        labelNames: ['server'],
        read: () => this.perServer(({ restarts }) => restarts),
      },
      {
        name: 'process_cpu_seconds_total',
        help: 'Processor time of the gateway.',
        labelNames: ['mode'],
        read: () => this.process.cpuSeconds(),
      },
    ];
  }

  private gauges(): readonly MetricOptions[] {
    const { meter } = this.options;
    const one = (name: string, help: string, value: (facts: GatewayFacts) => number): MetricOptions => ({
      name,
      help,
      read: () => [[{}, value(this.facts)]],
    });
    const ofServer = (name: string, help: string, value: (facts: ServerFacts) => number): MetricOptions => ({
      name: `patchbay_server_${name}`,
      help,
      labelNames: ['server'],
      read: () => this.perServer(value),
    });
    return [
      one('patchbay_connections', 'Connections of clients.', ({ connections }) => connections),
      one('patchbay_sessions', 'Client sessions in use.', ({ sessions }) => sessions),
      one('patchbay_streams', 'Event streams that belong to no answer.', ({ streams }) => streams),
      one(
        'patchbay_listen_streams',
        'Of these, subscriptions of modern clients.',
        (facts) => facts.listenStreams,
      ),
      one(
        'patchbay_stream_kept_bytes',
        'Events kept for clients to take or resume.',
        ({ keptBytes }) => keptBytes,
      ),
      one(
        'patchbay_recorded_calls',
        'Calls kept for people to look at.',
        ({ recordedCalls }) => recordedCalls,
      ),
      one(
        'patchbay_recorded_call_bytes',
        'Bytes of the messages of these that have ended.',
        ({ recordedBytes }) => recordedBytes,
      ),
      one('patchbay_registered_clients', 'Registered clients.', ({ registeredClients }) => registeredClients),
      one('process_start_time_seconds', 'Start of the gateway since 1970.', ({ startedAt }) => startedAt),
      {
        name: 'patchbay_info',
        help: 'The version that runs.',
        labelNames: ['version'],
        read: () => [[{ version: this.facts.version }, 1]],
      },
      {
        name: 'patchbay_registered_servers',
        help: 'Registered servers by the state of their lease.',
        labelNames: ['state'],
        read: () => [...this.facts.registered].map(([state, count]): Reading => [{ state }, count]),
      },
      {
        name: 'patchbay_calls_in_flight',
        help: 'Requests of clients that wait for an answer.',
        labelNames: ['server'],
        read: () => [...meter.inFlight()].map(([server, count]): Reading => [{ server }, count]),
      },
      {
        name: 'patchbay_server_status',
        help: 'Servers in this state: 1 where it is the one of this server.',
        labelNames: ['server', 'status'],
        read: () => this.states('status', ({ status }) => status),
      },
      {
        name: 'patchbay_server_circuit',
        help: 'Circuit breakers in this state: 1 where it is the one of this server.',
        labelNames: ['server', 'circuit'],
        read: () => this.states('circuit', ({ circuit }) => circuit),
      },
      ofServer('sessions', 'Sessions on it.', ({ sessions }) => sessions),
      ofServer(
        'waiting_bytes',
        'Messages that wait for its child to take them.',
        (facts) => facts.waitingBytes,
      ),
      ofServer(
        'parked_calls',
        'Calls that wait for their clients to come back.',
        (facts) => facts.parkedCalls,
      ),
      ofServer('silent', '1 while it runs and answers nothing.', ({ isSilent }) => (isSilent ? 1 : 0)),
      {
        name: 'process_memory_bytes',
        help: 'Memory of the gateway.',
        labelNames: ['kind'],
        read: () => this.process.memory(),
      },
      {
        name: 'patchbay_event_loop_delay_seconds',
        help: 'Lateness of the event loop since the last look.',
        labelNames: ['quantile'],
        read: () => this.process.eventLoopDelay(),
      },
    ];
  }

  private perServer(value: (facts: ServerFacts) => number): readonly Reading[] {
    const { servers } = this.facts;
    const shown = servers
      .slice(0, maxServers)
      .map((facts): Reading => [{ server: facts.name }, value(facts)]);
    const rest = servers.slice(maxServers);
    if (rest.length === 0) return shown;
    return [...shown, [{ server: otherLabel }, rest.reduce((sum, facts) => sum + value(facts), 0)]];
  }

  /** Each server under the state that it is in; of others, how many are. */
  private states(label: string, stateOf: (facts: ServerFacts) => string): readonly Reading[] {
    const { servers } = this.facts;
    const rest = new Map<string, number>();
    for (const facts of servers.slice(maxServers)) {
      const state = stateOf(facts);
      rest.set(state, (rest.get(state) ?? 0) + 1);
    }
    return [
      ...servers
        .slice(0, maxServers)
        .map((facts): Reading => [{ server: facts.name, [label]: stateOf(facts) }, 1]),
      ...[...rest].map(([state, count]): Reading => [{ server: otherLabel, [label]: state }, count]),
    ];
  }
}
