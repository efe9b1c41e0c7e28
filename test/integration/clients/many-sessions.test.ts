// Twenty clients on one child, all counting their ids from 0: nobody sees what is another's (S2.2, S4.4).
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions, type SdkClient } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const sessionCount = 20;
const callsOfEach = 12;
const patchbay = sharedPatchbay(() => ({ mcpServers: { box: mockServer() } }));

interface Outcome {
  readonly got: unknown;
  readonly wanted: unknown;
}

/** One thing that a session does, with a secret of its own, so much of it; what came of it and what should have. */
type Act = (client: SdkClient, secret: string, amount: number) => Promise<Outcome>;

const acts: Readonly<Record<string, Act>> = {
  echo: async (client, secret) => ({
    got: (await client.callTool('echo', { text: secret })).text,
    wanted: secret,
  }),
  delay: async (client, secret, ms) => ({
    got: (await client.callTool('delay', { ms, secret })).text,
    wanted: `waited ${ms} ms`,
  }),
  progress: async (client, _secret, steps) => {
    const heard: unknown[] = [];
    const onprogress = ({ progress, total }: { progress: number; total?: number | undefined }): void =>
      void heard.push([progress, total]);
    const { text } = await client.callTool('progress', { steps }, { onprogress });
    const all = Array.from({ length: steps }, (_, index) => [index + 1, steps]);
    return { got: { text, heard }, wanted: { text: `did ${steps} steps`, heard: all } };
  },
  cancel: async (client, secret, ms) => {
    const abort = new AbortController();
    const call = client.callTool('delay', { ms: 60_000 }, { signal: abort.signal });
    setTimeout(() => abort.abort(secret), ms);
    return failure(call, secret);
  },
  'cancel after progress': async (client, secret, steps) => {
    const abort = new AbortController();
    const onprogress = ({ progress }: { progress: number }): void => {
      if (progress === steps) abort.abort(secret);
    };
    return failure(
      client.callTool('progress', { steps, hold: true }, { signal: abort.signal, onprogress }),
      secret,
    );
  },
  error: async (client, secret) => failure(client.callTool(`no-such-${secret}`), `no-such-${secret}`),
};

async function failure(call: Promise<unknown>, words: string): Promise<Outcome> {
  const got = await call.then(
    () => 'no failure',
    (error: unknown) => String(error),
  );
  return { got, wanted: expect.stringContaining(words) };
}

/** What every session does, from a seed, so that a failure can be had again. */
function plansFrom(seed: number): readonly (readonly { act: string; amount: number }[])[] {
  const step = fc.record({
    act: fc.constantFrom(...Object.keys(acts)),
    amount: fc.integer({ min: 1, max: 20 }),
  });
  const plan = fc.array(step, { minLength: callsOfEach, maxLength: callsOfEach });
  return fc.sample(plan, { seed, numRuns: sessionCount });
}

/** All outcomes of one session, which has two calls in flight at any time. */
async function follow(
  client: SdkClient,
  index: number,
  plan: readonly { act: string; amount: number }[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const lane = async (parity: number): Promise<void> => {
    for (const [step, { act, amount }] of plan.entries()) {
      const perform = acts[act];
      if (step % 2 === parity && perform !== undefined)
        outcomes.push(await perform(client, `secret-${index}-${step}`, amount));
    }
  };
  await Promise.all([lane(0), lane(1)]);
  return outcomes;
}

describe.each(sdkVersions)('twenty sessions, %s, on one child', (version) => {
  it.each([1, 20_251_125])(
    'see only their own answers, among cancels and progress (seed %i)',
    async (seed) => {
      const clients = await Promise.all(
        Array.from({ length: sessionCount }, () => connectSdk(version, patchbay().endpoint('box'))),
      );
      const plans = plansFrom(seed);
      const outcomes = await Promise.all(
        clients.map((client, index) => follow(client, index, plans[index] ?? [])),
      );
      expect(outcomes.flat()).toHaveLength(sessionCount * callsOfEach);
      for (const { got, wanted } of outcomes.flat()) expect(got).toEqual(wanted);
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
