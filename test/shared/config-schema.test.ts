// The schema of config.json, and its form for editors.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../src/shared/config-json-schema.ts';
import { configSchema, serverEntrySchema } from '../../src/shared/config-schema.ts';
import { listedServerName } from '../../src/shared/server-entry-schema.ts';

describe('configSchema', () => {
  it('fills in every default of an empty file', () => {
    expect(configSchema.parse({})).toEqual({
      gateway: {
        host: '127.0.0.1',
        port: 3004,
        tls: null,
        allowedHosts: [],
        allowedOrigins: [],
        requestTimeoutSeconds: 30,
        toolTimeoutSeconds: 300,
        sessionIdleMinutes: 10,
        sessionKeepHours: 24,
        keepAliveSeconds: 30,
        maxMessageBytes: 16_777_216,
        maxSessions: 1000,
        limits: {
          maxConnections: 10_000,
          maxHeaderBytes: 16_384,
          maxCallsPerSession: 1000,
          maxCallsPerServer: 10_000,
          maxSessionsPerToken: 1000,
          maxStreamsPerSession: 32,
          maxListenStreams: 1000,
          maxSubscriptionsPerSession: 1000,
          maxQuestionsPerSession: 256,
          maxParkedCallsPerServer: 1000,
          maxBatchLength: 100,
          maxUnreadBytes: 33_554_432,
          maxWaitingBytes: 67_108_864,
          maxSessionRecordBytes: 262_144,
        },
      },
      auth: { mode: 'token' },
      registration: {
        enabled: true,
        auth: 'none',
        approval: 'auto',
        heartbeatSeconds: 30,
        leaseSeconds: 90,
        forgetAfterHours: 24,
        maxServers: 10_000,
        maxWaiting: 100,
        maxClients: 10_000,
      },
      aggregate: { prefix: 'always', separator: '__' },
      mcpServers: {},
      pinTools: false,
      proxy_registration: {
        enabled: false,
        proxy_url: 'http://localhost:3004',
        server_id: 'patchbay',
        server_name: 'Patchbay',
        description: 'MCP gateway of this machine',
        registration_timeout: 30,
        retry_attempts: 3,
        retry_delay: 5,
        auto_register_on_startup: true,
        auto_unregister_on_shutdown: true,
        heartbeat: { interval: 30 },
        tls: null,
      },
      logging: {
        level: 'info',
        maxFileBytes: 5_000_000,
        maxServerFileBytes: 2_000_000,
        maxLines: 2000,
        calls: true,
        maxCalls: 5000,
        maxCallBytes: 16_777_216,
        maxCallMessageBytes: 32_768,
      },
      desktop: { window: 'open', notifications: true, language: 'system', updates: true },
    });
  });

  it('keeps what other programs write into an entry, and adds nothing to it', () => {
    const entry = { command: 'npx', autoApprove: ['read'], timeout: 60 };
    expect(serverEntrySchema.parse(entry)).toEqual(entry);
  });

  it.each(['http', 'streamable-http', 'streamableHttp', 'sse'])('takes type %s with a URL', (type) => {
    expect(serverEntrySchema.safeParse({ type, url: 'https://example.com/mcp' }).success).toBe(true);
    expect(serverEntrySchema.safeParse({ type, command: 'npx' }).success).toBe(false);
  });

  it.each(['url', 'serverUrl', 'httpUrl'])('takes the address under %s', (key) => {
    expect(serverEntrySchema.safeParse({ [key]: 'https://example.com/mcp' }).success).toBe(true);
  });
});

describe('listedServerName', () => {
  it.each([
    ['files', 'files'],
    ['/files', 'files'],
    ['/mcp/files', 'files'],
    ['mcp/files/', 'files'],
    ['//mcp//files//', 'files'],
    ['mcp', 'mcp'],
    ['mcp-files', 'mcp-files'],
  ])('reads the path %s as the route name %s', (route, name) => {
    expect(listedServerName({ name: 'For people', path: route })).toBe(name);
  });

  it('is the name where there is no path', () => {
    expect(listedServerName({ name: 'files' })).toBe('files');
  });
});

describe('schema/config.schema.json', () => {
  it('is what `node scripts/write-config-schema.ts` would write now', () => {
    const file = path.join(import.meta.dirname, '../../schema/config.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(configJsonSchema());
  });

  it('describes every key but the names of sections', () => {
    const undescribed: string[] = [];
    const walk = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties = {}, description } = node as { properties?: object; description?: string };
      const keys = Object.entries(properties);
      if (keys.length === 0 && description === undefined) undescribed.push(at);
      for (const [key, child] of keys) walk(child, `${at}.${key}`);
    };
    walk(configJsonSchema(), 'config');
    expect(undescribed).toEqual([]);
  });
});
