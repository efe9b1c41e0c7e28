// Certificates that are replaced while the gateway runs: taken up when they are in order, and only then.
import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ownGatewayTrust } from '../../../src/main/core/data-folder/gateway-certificate.ts';
import { inFiles, makeAuthority, type Credentials } from '../../support/certificates.ts';
import { askHttps, type Trust } from '../../support/https-client.ts';
import { ownLines } from '../../support/own-lines.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { tlsPlace, type TlsPlace } from '../../support/tls-place.ts';
import { until } from '../../support/until.ts';

const subjectAt = async ({ url }: RunningPatchbay, trust: Trust): Promise<string> =>
  (await askHttps(`${url}/health`, trust)).subject;

const untilSubject = (patchbay: RunningPatchbay, trust: Trust, wanted: string): Promise<unknown> =>
  until(`the certificate ${wanted}`, async () => (await subjectAt(patchbay, trust)) === wanted);

const problemOf = ({ core }: RunningPatchbay): string | undefined =>
  core.state.get().gateway.problem?.message;

/** Puts both in place, as the way of replacing does it. */
type Replace = (place: TlsPlace, next: Credentials) => Promise<unknown>;

const inPlace: Replace = ({ folder }, next) => inFiles(next, folder, 'gateway');

const renamed: Replace = async ({ folder, certFile, keyFile }, next) => {
  const beside = await inFiles(next, folder, 'new');
  await rename(beside.certFile, certFile);
  await rename(beside.keyFile, keyFile);
};

const removedFirst: Replace = async (place, next) => {
  await Promise.all([rm(place.certFile), rm(place.keyFile)]);
  await inPlace(place, next);
};

it.each([
  ['are written over', inPlace],
  ['are renamed into their place', renamed],
  ['are removed and written anew', removedFirst],
])('takes up files that %s', async (_how, replace) => {
  const place = await tlsPlace();
  const trust = { ca: place.authority.cert };
  const patchbay = await startPatchbay({ gateway: { tls: place.tls } });
  for (const subject of ['second', 'third']) {
    await replace(place, await place.issue(subject));
    await untilSubject(patchbay, trust, subject);
  }
  expect(patchbay.core.state.get().gateway).toMatchObject({ problem: null, url: patchbay.url });
});

it('takes up what links lead to, of files or of their folder', async () => {
  const place = await tlsPlace();
  const trust = { ca: place.authority.cert };
  // As certbot keeps them, and as secrets are mounted in containers.
  const { folder } = place;
  const generation = async (number: number): Promise<string> => {
    const archive = join(folder, `archive-${number}`);
    await mkdir(archive);
    await inFiles(await place.issue(`generation ${number}`), archive, 'gateway');
    return archive;
  };
  const relink = async (link: string, target: string): Promise<void> => {
    await symlink(target, `${link}.new`);
    await rename(`${link}.new`, link);
  };
  const files = ['gateway.crt', 'gateway.key'];
  const live = join(folder, 'live');
  await mkdir(live);
  const first = await generation(1);
  for (const file of files) await symlink(join(first, file), join(live, file));
  const data = join(folder, 'data');
  await symlink(first, data);

  for (const [at, number] of [
    [live, 2],
    [data, 3],
  ] as const) {
    const tls = {
      mode: 'tls',
      cert_file: join(at, 'gateway.crt'),
      key_file: join(at, 'gateway.key'),
    } as const;
    const patchbay = await startPatchbay({ gateway: { tls } });
    expect(await subjectAt(patchbay, trust)).toBe('generation 1');
    const next = await generation(number);
    if (at === data) await relink(data, next);
    else for (const file of files) await relink(join(live, file), join(next, file));
    await untilSubject(patchbay, trust, `generation ${number}`);
  }
});

it('leaves open connections alone', async () => {
  const place = await tlsPlace();
  const trust = { ca: place.authority.cert };
  const patchbay = await startPatchbay({ gateway: { tls: place.tls } });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const onOpen = (): Promise<number | undefined> =>
    askHttps(`${patchbay.url}/health`, trust, { agent }).then(({ localPort }) => localPort);
  const connection = await onOpen();
  await inPlace(place, await place.issue('second'));
  await untilSubject(patchbay, trust, 'second');
  expect(await onOpen()).toBe(connection);
});

it('says nothing of a certificate whose key comes a moment later', async () => {
  const place = await tlsPlace();
  const trust = { ca: place.authority.cert };
  const patchbay = await startPatchbay({ gateway: { tls: place.tls } });
  const problems = new Set<string | undefined>();
  onTestFinished(patchbay.core.state.subscribe(() => problems.add(problemOf(patchbay))));
  const next = await place.issue('second');
  await writeFile(place.certFile, next.cert);
  // Nobody sees the new one before its key is there.
  expect(await subjectAt(patchbay, trust)).toBe('first');
  await writeFile(place.keyFile, next.key);
  await untilSubject(patchbay, trust, 'second');
  expect([...problems].filter((problem) => problem !== undefined)).toEqual([]);
});

it.each<[string, Replace, string]>([
  [
    'a key of another certificate',
    async ({ keyFile, issue }) => writeFile(keyFile, (await issue('x')).key),
    'does not belong',
  ],
  [
    'a certificate that has expired',
    async (place) => inPlace(place, await place.issue('old', -1)),
    'has expired',
  ],
  ['half a certificate', ({ certFile }) => truncate(certFile, 200), 'is cut off'],
  ['half a key', ({ keyFile }) => truncate(keyFile, 80), 'is cut off'],
  ['an empty certificate', ({ certFile }) => truncate(certFile), 'holds no certificate'],
  ['no key', ({ keyFile }) => rm(keyFile), 'does not exist'],
  [
    'a folder for a key',
    async ({ keyFile }) => {
      await rm(keyFile);
      await mkdir(keyFile);
    },
    'is not a file',
  ],
  ['something else', ({ certFile }) => writeFile(certFile, 'certificate'), 'holds no certificate'],
])(
  'keeps the old ones when there is %s, says so, and takes up the next good ones',
  async (_what, spoil, said) => {
    const place = await tlsPlace();
    const trust = { ca: place.authority.cert };
    const patchbay = await startPatchbay({ gateway: { tls: place.tls } });
    await spoil(place, await place.issue('unused'));
    const message = await until('the problem', () => problemOf(patchbay));
    expect(message).toContain(said);
    expect(message).toContain(place.folder);
    expect(await subjectAt(patchbay, trust)).toBe('first');
    const told = ownLines(patchbay.core).filter((line) => line.includes(message));
    expect(told).toEqual([expect.stringContaining('What was read last stays in force.')]);

    await rm(place.keyFile, { recursive: true, force: true });
    await inPlace(place, await place.issue('second'));
    await untilSubject(patchbay, trust, 'second');
    expect(problemOf(patchbay)).toBeUndefined();
  },
);

it('knows clients by the authorities that stand in the file now', async () => {
  const place = await tlsPlace();
  const patchbay = await startPatchbay({ gateway: { tls: place.mtls } });
  const other = await makeAuthority('other');
  const ca = place.authority.cert;
  const old = { ca, client: await place.client('old') };
  const young = { ca, client: await other.issue({ subject: 'young', usage: 'client' }) };
  const passes = (trust: Trust): Promise<boolean> =>
    subjectAt(patchbay, trust).then(
      () => true,
      () => false,
    );
  expect([await passes(old), await passes(young)]).toEqual([true, false]);
  await writeFile(place.caFile, other.cert);
  await until('the new authority', () => passes(young));
  expect(await passes(old)).toBe(false);
  await writeFile(place.caFile, ca + other.cert);
  await until('both authorities', () => passes(old));
  expect(await passes(young)).toBe(true);
});

it('lies in the data folder for programs of this user, who take no other for it', async () => {
  const place = await tlsPlace();
  // Names do not matter to them, and an authority they need not know.
  const named = async (subject: string): Promise<Credentials> =>
    place.authority.issue({ subject, names: ['elsewhere.example'], usage: 'server' });
  await inPlace(place, await named('own'));
  const patchbay = await startPatchbay({ gateway: { tls: place.tls } });
  const ask = async (): Promise<number> =>
    (await askHttps(`${patchbay.url}/health`, await ownGatewayTrust(patchbay.dataDir))).status;
  expect(await ask()).toBe(200);

  // Of the same authority, for the same name, at the same port.
  const other = await tlsPlace();
  await inPlace(other, await named('own'));
  const impostor = await startPatchbay({ gateway: { tls: other.tls } });
  const trust = await ownGatewayTrust(patchbay.dataDir);
  await expect(askHttps(`${impostor.url}/health`, trust)).rejects.toThrow(
    'unable to get local issuer certificate',
  );

  await inPlace(place, await named('renewed'));
  await untilSubject(patchbay, { ca: place.authority.cert, checkServerIdentity: () => undefined }, 'renewed');
  await until('the new one in the folder', () => ask().catch(() => null));
  await patchbay.configure({});
  await until('plain HTTP', () => patchbay.core.state.get().gateway.tls === null);
  await until(
    'no certificate',
    async () => Object.keys(await ownGatewayTrust(patchbay.dataDir)).length === 0,
  );
});
