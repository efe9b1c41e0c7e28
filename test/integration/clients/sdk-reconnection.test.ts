// The official clients where connections are cut: by themselves they take up a stream where it was, and another client can
// take up the session and its call.
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { textOf } from '../../support/modern-client.ts';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { sdkVersions, type SdkVersion } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({ mcpServers: { box: mockServer() } }));
const info = { name: 'reconnecting', version: '1.0.0' };

/** Patience that does not slow a test. */
const reconnectionOptions = {
  initialReconnectionDelay: 10,
  maxReconnectionDelay: 50,
  reconnectionDelayGrowFactor: 1,
  maxRetries: 20,
};

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (step: number) => void;
  readonly resumptionToken?: string;
  readonly onresumptiontoken?: (token: string) => void;
}

interface Reconnecting {
  readonly heard: unknown[];
  sessionId(): string | undefined;
  call(tool: string, args: Record<string, unknown>, options?: CallOptions): Promise<unknown>;
  /** Ends all connections under way, as a bad network does. */
  cut(): void;
  /** How often a stream was taken up with Last-Event-ID. */
  resumed(): number;
  close(): Promise<void>;
}

async function connect(version: SdkVersion, sessionId?: string): Promise<Reconnecting> {
  let network = new AbortController();
  let resumed = 0;
  const cuttable = (target: string | URL, init: RequestInit = {}): Promise<Response> => {
    if (new Headers(init.headers).has('last-event-id')) resumed++;
    const signals = init.signal ? [init.signal, network.signal] : [network.signal];
    return fetch(target, { ...init, signal: AbortSignal.any(signals) });
  };
  const options = {
    fetch: cuttable,
    reconnectionOptions,
    ...(sessionId === undefined ? {} : { sessionId, protocolVersion: '2025-11-25' }),
  };
  const heard: unknown[] = [];
  const shared = {
    heard,
    cut: () => {
      network.abort(new Error('The network was cut.'));
      network = new AbortController();
    },
    resumed: () => resumed,
  };
  const url = patchbay().endpoint('box');
  if (version === 'v1') {
    const client = new ClientV1(info);
    const transport = new TransportV1(url, options);
    client.fallbackNotificationHandler = ({ method }) => Promise.resolve(void heard.push(method));
    onTestFinished(() => client.close());
    await client.connect(transport);
    return {
      ...shared,
      sessionId: () => transport.sessionId,
      call: (name, args, { onprogress, ...rest } = {}) =>
        client.request({ method: 'tools/call', params: { name, arguments: args } }, CallToolResultSchema, {
          ...rest,
          ...(onprogress && { onprogress: ({ progress }) => onprogress(progress) }),
        }),
      close: () => client.close(),
    };
  }
  const client = new ClientV2(info);
  const transport = new TransportV2(url, options);
  client.fallbackNotificationHandler = ({ method }) => Promise.resolve(void heard.push(method));
  onTestFinished(() => client.close());
  await client.connect(transport);
  return {
    ...shared,
    sessionId: () => transport.sessionId,
    call: (name, args, { onprogress, ...rest } = {}) =>
      client.request(
        { method: 'tools/call', params: { name, arguments: args } },
        { ...rest, ...(onprogress && { onprogress: ({ progress }) => onprogress(progress) }) },
      ),
    close: () => client.close(),
  };
}

describe.each(sdkVersions)('an official client, %s', (version) => {
  it('takes up the stream of a call that is cut, again and again, and neither misses nor doubles progress', async () => {
    const client = await connect(version);
    const steps: number[] = [];
    const abort = new AbortController();
    // Held, since the client lets an answer overtake the progress that comes with it in one piece.
    const held = client.call(
      'progress',
      { steps: 80, stepMs: 5, hold: true },
      { signal: abort.signal, onprogress: (step) => void steps.push(step) },
    );
    const outcome = held.catch((error: unknown) => String(error));
    for (const wanted of [10, 30, 50]) {
      await until('more progress', () => steps.length >= wanted);
      const before = client.resumed();
      client.cut();
      await until('its return', () => client.resumed() > before);
    }
    await until('all progress', () => steps.length >= 80);
    expect(steps).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
    abort.abort('enough');
    expect(await outcome).toContain('enough');
  });

  it('gets the answer to a call whose stream was cut before it', async () => {
    const client = await connect(version);
    let steps = 0;
    const call = client.call('progress', { steps: 40, stepMs: 10 }, { onprogress: () => void steps++ });
    await until('some progress', () => steps > 0);
    client.cut();
    expect(textOf(await call)).toBe('did 40 steps');
  });

  it('takes up the stream of its session, with what came meanwhile', async () => {
    const client = await connect(version);
    await client.call('notify', { kind: 'prompts' });
    await until('a notification', () => client.heard.length === 1);
    client.cut();
    await client.call('notify', { kind: 'resources' });
    await until('the other one', () => client.heard.length === 2);
    expect(client.heard).toEqual([
      'notifications/prompts/list_changed',
      'notifications/resources/list_changed',
    ]);
  });

  it('can leave a call to another one, which takes up session and stream', async () => {
    const first = await connect(version);
    let token: string | undefined;
    const steps = { steps: 150, stepMs: 10 };
    const left = first
      .call('progress', steps, {
        // Whatever comes before the answer makes it a stream.
        onprogress: () => undefined,
        onresumptiontoken: (given) => void (token ??= given),
      })
      .catch(() => 'left');
    const resumptionToken = await until('an event to go on from', () => token);
    const sessionId = first.sessionId();
    await first.close();
    expect(await left).toBe('left');
    const second = await connect(version, sessionId);
    expect(textOf(await second.call('progress', steps, { resumptionToken }))).toBe('did 150 steps');
    expect(second.sessionId()).toBe(sessionId);
    expect(second.resumed()).toBeGreaterThan(0);
  });
});
