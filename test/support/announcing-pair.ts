// Two Patchbays as processes of their own, of which one announces itself to the other, or each to the other: started, killed
// and started again at the same addresses, in any order.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openMcpSession } from './mcp-session.ts';
import { mockEntry } from './mock-entry.ts';
import { freePort } from './ports.ts';
import { testHome, type Home, type Program } from './program.ts';
import { until } from './until.ts';

export interface Side {
  readonly url: string;
  /** As whom it announces itself. */
  readonly id: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** In good order. */
  stop(): Promise<void>;
  /** It is to remember nobody; while it does not run. */
  forget(): Promise<void>;
  /** Names of the tools under `/mcp`. */
  tools(): Promise<readonly string[]>;
  /** The text that a tool under `/mcp` answers. */
  call(tool: string, args?: unknown): Promise<string>;
  /** Lines of its log, since it was started. */
  log(): string;
  /** How many servers have registered there. */
  registered(): Promise<number>;
}

/** Each has a server `mock`; retries and reports so often that nobody has to wait. */
export async function announcingSide(id: string, port: number, proxyPort: number | null): Promise<Side> {
  const home = await testHome({
    config: {
      mcpServers: { mock: mockEntry() },
      logging: { level: 'debug' },
      ...(proxyPort === null ? {} : { proxy_registration: section(id, proxyPort) }),
    },
  });
  return new ProcessSide(home, id, port);
}

/** One that announces itself, and one to which it does. */
export async function announcingPair(
  isMutual: boolean,
): Promise<{ readonly inner: Side; readonly proxy: Side }> {
  const [innerPort, proxyPort] = [await freePort(), await freePort()];
  return {
    inner: await announcingSide('inner', innerPort, proxyPort),
    proxy: await announcingSide('outer', proxyPort, isMutual ? innerPort : null),
  };
}

function section(id: string, proxyPort: number): unknown {
  return {
    enabled: true,
    proxy_url: `http://127.0.0.1:${proxyPort}`,
    server_id: id,
    retry_attempts: 50,
    retry_delay: 0.1,
    heartbeat: { interval: 1 },
  };
}

class ProcessSide implements Side {
  readonly id: string;
  readonly url: string;
  private readonly home: Home;
  private readonly port: number;
  private program: Program | null = null;

  constructor(home: Home, id: string, port: number) {
    this.home = home;
    this.id = id;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    this.program = await this.home.serve({ words: ['--port', String(this.port), '--no-console'] });
  }

  async kill(): Promise<void> {
    await this.program?.stop('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.program?.stop('SIGTERM');
  }

  async forget(): Promise<void> {
    for (const file of ['registry.json', 'registry.json.bak'])
      await rm(join(this.home.dataDir, file), { force: true });
  }

  async tools(): Promise<readonly string[]> {
    const session = await openMcpSession(`${this.url}/mcp`);
    try {
      return await session.toolNames();
    } finally {
      await session.end();
    }
  }

  async call(tool: string, args?: unknown): Promise<string> {
    const session = await openMcpSession(`${this.url}/mcp`);
    try {
      return await session.text(tool, args);
    } finally {
      await session.end();
    }
  }

  log(): string {
    return this.program?.stderr() ?? '';
  }

  async registered(): Promise<number> {
    const answer = (await (await fetch(`${this.url}/list`)).json()) as { readonly count: number };
    return answer.count;
  }
}

/** Resolves when a tool of `inner` works through `proxy`, as often as it takes. */
export async function untilReached(proxy: Side, inner: Side): Promise<void> {
  await until(
    `${inner.id} behind ${proxy.id}`,
    async () => {
      try {
        return (await proxy.call(`${inner.id}__mock__echo`, { text: 'still here' })) === 'still here';
      } catch {
        return false;
      }
    },
    30_000,
  );
}
