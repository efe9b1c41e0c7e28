// Servers as a day on a developer's machine has them: well, broken, waiting, off, and with names that do not fit.
import type { ServerView } from '../../src/shared/state.ts';
import { sampleServer } from './scripted-host.ts';

const startedAt = Date.UTC(2026, 10, 21, 9, 3, 22);

/** A server that runs. */
export function readyServer(name: string, patch: Partial<ServerView> = {}): ServerView {
  return sampleServer(name, {
    status: 'ready',
    target: `npx -y @modelcontextprotocol/server-${name} /home/me/notes`,
    pids: [4711],
    startedAt,
    sessions: 4,
    inFlight: 1,
    tools: 13,
    resources: 0,
    prompts: 2,
    serverInfo: { name: `secure-${name}-server`, version: '1.4.0' },
    protocolVersion: '2025-11-25',
    era: 'legacy',
    ...patch,
  });
}

/** One server in each state. */
export function mixedServers(now: number): readonly ServerView[] {
  return [
    readyServer('files'),
    readyServer('everything', { tools: 8, sessions: 1, prompts: 3 }),
    sampleServer('github', {
      status: 'failed',
      target: 'github-mcp-server stdio',
      problem: {
        code: 'SERVER_FAILED',
        message: 'The command "github-mcp-server" was not found.',
        expected: 'Install it, or give the full path in "command".',
      },
      restarts: 5,
    }),
    sampleServer('postgres', {
      status: 'backing-off',
      target: 'node /srv/postgres/index.js --connection ${DATABASE_URL}',
      problem: {
        code: 'SERVER_EXITED',
        message:
          "postgres ended with exit code 1. Its last words:\nnode:internal/modules/cjs/loader:1228\n  throw err;\nError: Cannot find module '/srv/postgres/index.js'",
        expected: 'Check the path in "args".',
      },
      retryAt: now + 8000,
      restarts: 3,
    }),
    sampleServer('playwright', {
      status: 'starting',
      target: 'npx @playwright/mcp@latest',
    }),
    sampleServer('memory', { tools: 9, resources: 0, prompts: 0 }),
    sampleServer('remote', {
      kind: 'http',
      status: 'ready',
      target: 'https://mcp.example.com/v1/mcp',
      tools: 21,
      startedAt,
    }),
    sampleServer('old-experiment', { enabled: false }),
  ];
}

/** Names and texts that fit nowhere. */
export function longServers(): readonly ServerView[] {
  const name = 'internal-platform-observability-and-incident-response-toolbox-v2';
  return [
    readyServer(name, {
      target: `npx -y @example-company/${name}@latest ${'--allow /very/long/path/to/some/folder '.repeat(6)}`,
      serverInfo: { name: `${name}-server`, version: '12.34.56-rc.7+build.20261121' },
      pids: [104_711, 104_712, 104_713],
    }),
    sampleServer('x'.repeat(64), {
      status: 'failed',
      problem: {
        code: 'SERVER_FAILED',
        message: `${'a'.repeat(300)} ${'the reason goes on and on, '.repeat(20)}`,
        expected: 'Read all of it.',
      },
    }),
  ];
}

/** So many servers, a few of them in trouble. */
export function manyServers(count: number): readonly ServerView[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `server-${String(index + 1).padStart(3, '0')}`;
    if (index % 23 === 7) {
      return sampleServer(name, { status: 'failed' });
    }
    return index % 5 === 3 ? sampleServer(name) : readyServer(name);
  });
}
