// Calls that are under way when Patchbay is stopped or killed: each ends with an error that may be tried again, and the
// same client goes on (S4.3).
import { describe, expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { restartable } from '../../support/restarts.ts';
import { connectSdk, sdkVersions, type SdkVersion } from '../../support/sdk-clients.ts';
import { until } from '../../support/until.ts';

const config = configWith({ box: mockEntry() });
const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => error,
  );
/** As the error of an answer, in every version of the client. */
const retryable = (code: string) => ({ data: { code, retryable: true } });

/** Two calls under way, one of them on a stream, and a way to see that the client goes on. */
async function calling(version: SdkVersion, url: URL) {
  const client = await connectSdk(version, url);
  const id = client.sessionId();
  let steps = 0;
  const quiet = failureOf(client.callTool('never'));
  const streamed = failureOf(
    client.callTool('progress', { steps: 1, hold: true }, { onprogress: () => void steps++ }),
  );
  await until('the progress', () => steps === 1);
  return {
    quiet,
    streamed,
    goesOn: async (): Promise<void> => {
      expect((await client.callTool('echo', { text: 'on' })).text).toBe('on');
      expect(client.sessionId()).toBe(id);
    },
  };
}

describe('calls of official clients', () => {
  it('get five seconds when Patchbay is stopped, then an error, streamed or not', async () => {
    const patchbay = await restartable(config);
    const clients = await Promise.all(
      sdkVersions.map((version) => calling(version, patchbay.endpoint('box'))),
    );
    await patchbay.restart('SIGTERM');
    for (const { quiet, streamed, goesOn } of clients) {
      expect(await quiet).toMatchObject(retryable('GATEWAY_STOPPING'));
      expect(await streamed).toMatchObject(retryable('GATEWAY_STOPPING'));
      await goesOn();
    }
  });

  it('break at once when Patchbay is killed, and on a stream end when the client takes that up', async () => {
    const patchbay = await restartable(config);
    const clients = await Promise.all(
      sdkVersions.map((version) => calling(version, patchbay.endpoint('box'))),
    );
    await patchbay.stop('SIGKILL');
    for (const { quiet } of clients) expect(String(await quiet)).toMatch(/fetch failed|terminated/);
    await patchbay.start();
    for (const { streamed, goesOn } of clients) {
      expect(await streamed).toMatchObject(retryable('CALL_INTERRUPTED'));
      await goesOn();
    }
  });
});
