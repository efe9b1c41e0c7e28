// Calls that are under way when Patchbay is stopped or killed: each ends with an error that may be tried again, and the
// same client goes on (S4.3).
import { describe, expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { restartable } from '../../support/restarts.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { until } from '../../support/until.ts';

const config = configWith({ box: mockEntry() });
const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => error,
  );
/** As the error of an answer, in every version of the client. */
const retryable = (code: string) => ({ data: { code, retryable: true } });

describe.each(sdkVersions)('a call of an official client, %s', (version) => {
  it('gets five seconds when Patchbay is stopped, then an error, streamed or not', async () => {
    const patchbay = await restartable(config);
    const client = await connectSdk(version, patchbay.endpoint('box'));
    let steps = 0;
    const quiet = failureOf(client.callTool('never'));
    const streamed = failureOf(
      client.callTool('progress', { steps: 1, hold: true }, { onprogress: () => void steps++ }),
    );
    await until('the progress', () => steps === 1);
    await patchbay.restart('SIGTERM');
    expect(await quiet).toMatchObject(retryable('GATEWAY_STOPPING'));
    expect(await streamed).toMatchObject(retryable('GATEWAY_STOPPING'));
    expect((await client.callTool('echo', { text: 'on' })).text).toBe('on');
  });

  it('breaks at once when Patchbay is killed, and on a stream ends when the client takes that up', async () => {
    const patchbay = await restartable(config);
    const client = await connectSdk(version, patchbay.endpoint('box'));
    const id = client.sessionId();
    let steps = 0;
    const quiet = failureOf(client.callTool('never'));
    const streamed = failureOf(
      client.callTool('progress', { steps: 1, hold: true }, { onprogress: () => void steps++ }),
    );
    await until('the progress', () => steps === 1);
    await patchbay.stop('SIGKILL');
    expect(String(await quiet)).toMatch(/fetch failed|terminated/);
    await patchbay.start();
    expect(await streamed).toMatchObject(retryable('CALL_INTERRUPTED'));
    expect((await client.callTool('echo', { text: 'on' })).text).toBe('on');
    expect(client.sessionId()).toBe(id);
  });
});
