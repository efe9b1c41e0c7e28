// Twenty clients on one child, all counting their ids from 0: nobody sees what is another's (S2.2, S4.4).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions, type SdkClient } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const sessionCount = 20;
const callsOfEach = 12;
const patchbay = sharedPatchbay(() => ({ mcpServers: { box: mockServer() } }));

type Act = 'echo' | 'delay' | 'progress' | 'cancel' | 'cancel progress' | 'error';
const acts: readonly Act[] = ['echo', 'delay', 'progress', 'cancel', 'cancel progress', 'error'];

/** What every session does, from a seed, so that a failure can be had again. */
function plansFrom(seed: number): readonly (readonly { act: Act; amount: number }[])[] {
  const step = fc.record({ act: fc.constantFrom(...acts), amount: fc.integer({ min: 1, max: 20 }) });
  const plan = fc.array(step, { minLength: callsOfEach, maxLength: callsOfEach });
  return fc.sample(plan, { seed, numRuns: sessionCount });
}

async function perform(client: SdkClient, secret: string, act: Act, amount: number): Promise<void> {
  switch (act) {
    case 'echo':
      expect((await client.callTool('echo', { text: secret })).text).toBe(secret);
      break;
    case 'delay':
      expect((await client.callTool('delay', { ms: amount, secret })).text).toBe(`waited ${amount} ms`);
      break;
    case 'progress': {
      const heard: unknown[] = [];
      const outcome = await client.callTool(
        'progress',
        { steps: amount },
        { onprogress: ({ progress, total }) => heard.push([progress, total]) },
      );
      expect(outcome.text).toBe(`did ${amount} steps`);
      expect(heard).toEqual(Array.from({ length: amount }, (_, index) => [index + 1, amount]));
      break;
    }
    case 'cancel': {
      const abort = new AbortController();
      const call = client.callTool('delay', { ms: 60_000 }, { signal: abort.signal });
      setTimeout(() => abort.abort(secret), amount);
      await expect(call).rejects.toThrow(secret);
      break;
    }
    case 'cancel progress': {
      const abort = new AbortController();
      const call = client.callTool(
        'progress',
        { steps: amount, hold: true },
        { signal: abort.signal, onprogress: ({ progress }) => progress === amount && abort.abort(secret) },
      );
      await expect(call).rejects.toThrow(secret);
      break;
    }
    case 'error':
      await expect(client.callTool(`no-such-${secret}`)).rejects.toThrow(`no-such-${secret}`);
      break;
  }
}

describe.each(sdkVersions)('twenty sessions, %s, on one child', (version) => {
  it.each([1, 20_251_125])(
    'see only their own answers, among cancels and progress (seed %i)',
    async (seed) => {
      const clients = await Promise.all(
        Array.from({ length: sessionCount }, () => connectSdk(version, patchbay().endpoint('box'))),
      );
      const plans = plansFrom(seed);
      await Promise.all(
        clients.map(async (client, index) => {
          const plan = plans[index] ?? [];
          // Two lanes, so that a session has several calls in flight as well.
          const lanes = [plan.filter((_, step) => step % 2 === 0), plan.filter((_, step) => step % 2 === 1)];
          await Promise.all(
            lanes.map(async (lane, laneIndex) => {
              for (const [step, { act, amount }] of lane.entries())
                await perform(client, `secret-${index}-${laneIndex}-${step}`, act, amount);
            }),
          );
        }),
      );
      expect(new Set(clients.map((client) => client.sessionId())).size).toBe(sessionCount);
      const [first] = clients;
      expect((await first?.callTool('info'))?.structured).toMatchObject({ initializeCalls: 1 });
      const inFlight = () =>
        patchbay()
          .core.state.get()
          .servers.find(({ name }) => name === 'box')?.inFlight;
      await until('the last cancellation', () => inFlight() === 0);
      expect(clients.flatMap(({ errors }) => errors)).toEqual([]);
    },
  );
});
