import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProxyTls } from '../../../src/main/core/announce/types.ts';
import { managerStage } from '../../support/announcements.ts';
import { inFiles, makeAuthority, type Authority } from '../../support/certificates.ts';
import { scriptedProxy } from '../../support/scripted-proxy.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const local = ['127.0.0.1', 'localhost'];

function tls(change: Partial<ProxyTls> = {}): ProxyTls {
  return { verify: 'full', caFile: undefined, certFile: undefined, keyFile: undefined, ...change };
}

/** An authority whose certificate is in a file. */
async function authorityInFile(
  name: string,
  folder: string,
): Promise<{ authority: Authority; caFile: string }> {
  const authority = await makeAuthority(name);
  const caFile = join(folder, `${name}.crt`);
  await writeFile(caFile, authority.cert);
  return { authority, caFile };
}

/** Whether the first attempt is a success; else why not. */
async function attempt(settings: Parameters<typeof managerStage>[0]): Promise<true | string | null> {
  const { manager } = managerStage(settings);
  return (await manager.registerServer('one attempt')) || manager.problem;
}

describe('a proxy with TLS', () => {
  it('is registered with when its authority is named, and with nothing named it is not', async () => {
    const { authority, caFile } = await authorityInFile('proxy', await tempFolder());
    const proxy = await scriptedProxy(await authority.issue({ subject: 'p', names: local, usage: 'server' }));
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile }) })).toBe(true);
    for (const none of [null, tls()]) {
      expect(await attempt({ proxyUrl: proxy.url, tls: none })).toBe(
        `The proxy at ${proxy.url} cannot be reached: its certificate is of an unknown authority. Name its authority in proxy_registration.tls.ca_cert.`,
      );
    }
  });

  it('of another authority, or past its time, is refused', async () => {
    const folder = await tempFolder();
    const { authority } = await authorityInFile('proxy', folder);
    const { caFile } = await authorityInFile('other', folder);
    const good = await authority.issue({ subject: 'p', names: local, usage: 'server' });
    const proxy = await scriptedProxy(good);
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile }) })).toContain('unknown authority');
    await proxy.stop();
    await proxy.start(await authority.issue({ subject: 'p', names: local, usage: 'server', days: -1 }));
    const own = join(folder, 'proxy.crt');
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile: own }) })).toContain('has expired');
    expect(proxy.posted).toEqual([]);
  });

  it('with a certificate for another host is accepted by its authority alone where that is wanted', async () => {
    const { authority, caFile } = await authorityInFile('proxy', await tempFolder());
    const elsewhere = { subject: 'p', names: ['proxy.example'], usage: 'server' } as const;
    const proxy = await scriptedProxy(await authority.issue(elsewhere));
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile }) })).toContain('is for another host');
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile, verify: 'certificate' }) })).toBe(true);
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ verify: 'certificate' }) })).toContain(
      'unknown authority',
    );
  });

  it('is accepted whatever it shows where nothing is checked, with a warning', async () => {
    const authority = await makeAuthority();
    const proxy = await scriptedProxy(await authority.issue({ subject: 'p', usage: 'server', days: -1 }));
    const { manager, logger } = managerStage({ proxyUrl: proxy.url, tls: tls({ verify: 'none' }) });
    expect(await manager.registerServer()).toBe(true);
    expect(logger.lines[0]).toEqual({ level: 'warn', text: expect.stringContaining('Nobody checks') });
  });

  it('that speaks no TLS, and one that speaks nothing else, are told apart', async () => {
    const plain = await scriptedProxy();
    const answered = await attempt({ proxyUrl: plain.url.replace('http:', 'https:'), tls: tls() });
    expect(answered).toContain('it does not speak TLS');
    const authority = await makeAuthority();
    const secure = await scriptedProxy(await authority.issue({ subject: 'p', usage: 'server' }));
    expect(await attempt({ proxyUrl: secure.url.replace('https:', 'http:') })).toContain('cannot be reached');
  });
});

describe('a proxy that wants a client certificate', () => {
  it('gets ours; wrong and absent ones are refused', async () => {
    const folder = await tempFolder();
    const { authority, caFile } = await authorityInFile('proxy', folder);
    const stranger = await makeAuthority('stranger');
    const proxy = await scriptedProxy({
      ...(await authority.issue({ subject: 'p', names: local, usage: 'server' })),
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const ours = await inFiles(await authority.issue({ subject: 'us', usage: 'client' }), folder, 'us');
    const theirs = await inFiles(await stranger.issue({ subject: 'us', usage: 'client' }), folder, 'theirs');
    const old = await inFiles(
      await authority.issue({ subject: 'us', usage: 'client', days: -1 }),
      folder,
      'old',
    );
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile, ...theirs }) })).not.toBe(true);
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile, ...old }) })).not.toBe(true);
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile }) })).toContain('client certificate');
    expect(proxy.posted).toEqual([]);
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile, ...ours }) })).toBe(true);
  });
});

describe('the files', () => {
  it('are read anew for each connection', async () => {
    const folder = await tempFolder();
    const { authority, caFile } = await authorityInFile('proxy', folder);
    const proxy = await scriptedProxy(await authority.issue({ subject: 'p', names: local, usage: 'server' }));
    const stage = managerStage({ proxyUrl: proxy.url, tls: tls({ caFile }) });
    await stage.manager.registerServer();
    // The proxy comes back with a certificate of another authority, which is in the same file by then.
    await proxy.stop();
    const renewed = await makeAuthority('renewed');
    await proxy.start(await renewed.issue({ subject: 'p', names: local, usage: 'server' }));
    await stage.passes(30_000);
    await stage.reaches('retrying');
    expect(stage.manager.problem).toContain('unknown authority');
    await writeFile(caFile, renewed.cert);
    await stage.passes(5000);
    await stage.reaches('registered');
  });

  it('that are missing, or nothing of the kind, are named', async () => {
    const folder = await tempFolder();
    const { authority, caFile } = await authorityInFile('proxy', folder);
    const proxy = await scriptedProxy(await authority.issue({ subject: 'p', names: local, usage: 'server' }));
    const missing = join(folder, 'missing.crt');
    expect(await attempt({ proxyUrl: proxy.url, tls: tls({ caFile: missing }) })).toContain(
      `${missing} could not be read`,
    );
    const nonsense = join(folder, 'nonsense.crt');
    await writeFile(nonsense, 'nothing');
    const broken = tls({ caFile, certFile: nonsense, keyFile: nonsense });
    expect(await attempt({ proxyUrl: proxy.url, tls: broken })).toContain(`${nonsense} cannot be used`);
  });

  it('of a certificate and a key that do not belong together are refused', async () => {
    const folder = await tempFolder();
    const { authority, caFile } = await authorityInFile('proxy', folder);
    const proxy = await scriptedProxy(await authority.issue({ subject: 'p', names: local, usage: 'server' }));
    const one = await inFiles(await authority.issue({ subject: 'one', usage: 'client' }), folder, 'one');
    const two = await inFiles(await authority.issue({ subject: 'two', usage: 'client' }), folder, 'two');
    const mixed = tls({ caFile, certFile: one.certFile, keyFile: two.keyFile });
    expect(await attempt({ proxyUrl: proxy.url, tls: mixed })).toContain(
      'the key that belongs to the certificate',
    );
  });
});
