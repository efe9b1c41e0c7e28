import { describe, expect, it } from 'vitest';
import { announcementSettings } from '../../../src/main/core/announce/from-config.ts';
import { proxyRegistration } from '../../../src/main/core/announce/functions.ts';
import { ownServerUrl } from '../../../src/main/core/announce/own-server-url.ts';
import { configSchema } from '../../../src/shared/config-schema.ts';
import { sampleSettings } from '../../support/announcements.ts';
import { scriptedProxy } from '../../support/scripted-proxy.ts';
import { recordingLogger } from '../../support/recorders.ts';

function settingsOf(config: Parameters<typeof configSchema.parse>[0]) {
  return announcementSettings(configSchema.parse(config), {
    platform: 'linux',
    homeDir: '/home/me',
    baseDir: '/etc/patchbay',
  });
}

describe('the section proxy_registration', () => {
  it('has the defaults that are documented', () => {
    expect(settingsOf({ proxy_registration: { enabled: true } })).toEqual(sampleSettings());
    expect(settingsOf({})).toEqual(sampleSettings({ isEnabled: false }));
  });

  it('means seconds', () => {
    const section = { registration_timeout: 7, retry_delay: 0.5, heartbeat: { interval: 12 } };
    const { timeoutMs, retryDelayMs, heartbeatMs } = settingsOf({ proxy_registration: section });
    expect({ timeoutMs, retryDelayMs, heartbeatMs }).toEqual({
      timeoutMs: 7000,
      retryDelayMs: 500,
      heartbeatMs: 12_000,
    });
  });

  it('names files beside config.json', () => {
    const tls = { ca_cert: 'ca.crt', cert_file: '/abs/us.crt', key_file: '~/us.key' };
    expect(settingsOf({ proxy_registration: { tls } }).tls).toEqual({
      verify: 'full',
      caFile: '/etc/patchbay/ca.crt',
      certFile: '/abs/us.crt',
      keyFile: '/home/me/us.key',
    });
  });

  it('takes the certificates of a gateway that knows its clients by theirs', () => {
    const files = { cert_file: 'us.crt', key_file: 'us.key', ca_cert: 'ca.crt' };
    const expected = {
      verify: 'full',
      caFile: '/etc/patchbay/ca.crt',
      certFile: '/etc/patchbay/us.crt',
      keyFile: '/etc/patchbay/us.key',
    };
    expect(settingsOf({ gateway: { tls: { mode: 'mtls', ...files } } }).tls).toEqual(expected);
    expect(settingsOf({ gateway: { tls: { mode: 'tls', ...files } } }).tls).toBeNull();
    const own = settingsOf({
      gateway: { tls: { mode: 'mtls', ...files } },
      proxy_registration: { tls: { verify: 'none' } },
    });
    expect(own.tls).toMatchObject({ verify: 'none', certFile: undefined });
  });

  it.each([{ cert_file: 'us.crt' }, { key_file: 'us.key' }])(
    'wants key and certificate together: %j',
    (tls) => {
      expect(configSchema.safeParse({ proxy_registration: { tls } }).success).toBe(false);
    },
  );
});

it.each([
  ['http://127.0.0.1:3004', [], 'http://127.0.0.1:3004'],
  ['https://127.0.0.1:3004', [], 'https://127.0.0.1:3004'],
  ['http://[::1]:3004', ['box.local'], 'http://[::1]:3004'],
  ['https://0.0.0.0:3004', ['box.local:3004', 'other'], 'https://box.local:3004'],
  ['http://[::]:3004', [], 'http://localhost:3004'],
])('a gateway at %s that also answers to %j is announced as %s', (gatewayUrl, allowedHosts, url) => {
  expect(ownServerUrl(gatewayUrl, allowedHosts)).toBe(url);
});

describe('from code', () => {
  it('three functions register, tell and withdraw', async () => {
    const proxy = await scriptedProxy();
    const logger = recordingLogger();
    const { registerWithProxy, unregisterFromProxy, getProxyRegistrationStatus, close } = proxyRegistration(
      { enabled: true, proxy_url: proxy.url, server_id: 'my_service' },
      { logger },
    );
    expect(getProxyRegistrationStatus()).toMatchObject({
      enabled: true,
      registered: false,
      server_url: null,
    });
    expect(await registerWithProxy('http://localhost:8000')).toBe(true);
    expect(getProxyRegistrationStatus()).toEqual({
      enabled: true,
      registered: true,
      server_key: 'patchbay_1',
      server_url: 'http://localhost:8000',
      proxy_url: proxy.url,
      server_id: 'my_service',
    });
    proxy.answer = () => ({ body: { success: true, unregistered: true } });
    expect(await unregisterFromProxy()).toBe(true);
    expect(getProxyRegistrationStatus()).toMatchObject({ registered: false, server_key: null });
    await close();
    expect(logger.lines.map(({ level }) => level)).toEqual(['info', 'info']);
  });

  it('a URL is needed first', async () => {
    const { registerWithProxy, close } = proxyRegistration({
      enabled: true,
      proxy_url: 'http://localhost:1',
    });
    expect(await registerWithProxy('')).toBe(false);
    await close();
  });
});
