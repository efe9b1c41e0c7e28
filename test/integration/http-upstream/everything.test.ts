// The official reference server behind a URL, in a process of its own: used, killed and started again under its clients.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { freePort } from '../../support/ports.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { everythingProgram } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

/** Resolves when it listens. It ends with the test. */
async function startEverything(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [everythingProgram, 'streamableHttp'], {
    env: { ...process.env, PORT: String(port) },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await until('the server to listen', () =>
    fetch(`http://127.0.0.1:${port}/mcp`).then(
      () => true,
      () => false,
    ),
  );
  return child;
}

describe.each(sdkVersions)('a client, %s, of the reference server behind a URL', (version) => {
  it('uses it, is asked by it, and goes on after it was killed and started again', async () => {
    const port = await freePort();
    const server = await startEverything(port);
    const patchbay = await startPatchbay({
      mcpServers: { remote: { url: `http://127.0.0.1:${port}/mcp` } },
    });
    const handlers = {
      sampling: () => ({
        model: 'm',
        role: 'assistant' as const,
        content: { type: 'text' as const, text: 'a poem' },
      }),
      elicitation: () => ({ action: 'accept' as const, content: { name: 'Ada' } }),
      roots: () => ({ roots: [{ uri: `file:///of/${version}` }] }),
    };
    const alone = await connectSdk(version, patchbay.endpoint('remote'), { handlers });
    const whole = await connectSdk(version, patchbay.endpoint(), { handlers });
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }): void => void heard.push(progress);
    await alone.callTool('trigger-long-running-operation', { duration: 0.05, steps: 5 }, { onprogress });
    expect(heard).toEqual([1, 2, 3, 4, 5]);
    expect((await alone.callTool('trigger-sampling-request', { prompt: 'x' })).text).toContain('a poem');
    expect((await whole.callTool('remote__trigger-elicitation-request')).text).toContain('- Name: Ada');
    await until('the roots', async () =>
      (await alone.callTool('get-roots-list')).text.includes(`/of/${version}`),
    );

    const abort = new AbortController();
    const long = alone.callTool(
      'trigger-long-running-operation',
      { duration: 60, steps: 6000 },
      { signal: abort.signal, onprogress: () => abort.abort('enough') },
    );
    await expect(long).rejects.toThrow('enough');

    const pending = whole
      .callTool('remote__trigger-long-running-operation', { duration: 60, steps: 2 })
      .catch((error: unknown) => String(error));
    const inFlight = () => patchbay.core.state.get().servers.find(({ name }) => name === 'remote')?.inFlight;
    await until('the call', () => inFlight() === 1);
    server.kill('SIGKILL');
    await once(server, 'exit');
    expect(await pending).toContain('"remote" cannot be reached');
    await startEverything(port);
    expect((await alone.callTool('echo', { message: 'again' })).text).toBe('Echo: again');
    expect((await whole.callTool('remote__echo', { message: 'again' })).text).toBe('Echo: again');
    expect((await alone.callTool('trigger-sampling-request', { prompt: 'x' })).text).toContain('a poem');
  });
});
