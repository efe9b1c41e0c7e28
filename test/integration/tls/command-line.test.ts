// The command line beside a gateway that speaks TLS, as people run it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inFiles } from '../../support/certificates.ts';
import { askHttps } from '../../support/https-client.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { freePort } from '../../support/ports.ts';
import { testHome } from '../../support/program.ts';
import { tlsPlace } from '../../support/tls-place.ts';

it('says https when it is ready, and every command works, also where clients need certificates', async () => {
  const place = await tlsPlace();
  const gateway = { port: await freePort(), tls: place.mtls };
  const home = await testHome({ config: configWith({ box: mockEntry() }, { gateway }) });
  const program = await home.serve({ words: ['--console-port', '0'] });
  expect(program.stdout()).toMatch(/^Patchbay ready on https:\/\/127\.0\.0\.1:\d+\n/);
  expect(program.url).toMatch(/^https:/);
  const trust = { ca: place.authority.cert, client: await place.client('curl') };
  expect((await askHttps(`${program.url}/health`, trust)).status).toBe(200);

  expect(await home.run('call', 'box', 'echo', '{"text":"by the console"}')).toMatchObject({
    status: 0,
    stdout: 'by the console\n',
  });
  expect((await home.run('status')).stdout).toContain(`${program.url}/mcp  (listening, certificates needed`);
  const doctor = await home.run('doctor');
  expect(doctor.stdout).toContain(`gateway port ${gateway.port} is Patchbay's own`);
  expect(doctor.stdout).toContain(`certificate ${place.certFile} is good until`);
  expect(program.stderr()).toBe('');
});

it('reads paths from the folder of config.json, and ends with 1 and one line where they lead nowhere', async () => {
  const place = await tlsPlace();
  const tls = { mode: 'tls', cert_file: 'tls/gateway.crt', key_file: 'tls/gateway.key' };
  const home = await testHome({ config: { gateway: { port: 0, tls } } });
  const words = ['serve', '--console-port', '0'];
  const refused = await home.start(words).ended;
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  const file = join(home.dataDir, 'tls/gateway.crt');
  expect(refused.stderr).toBe(
    `patchbay: The certificate file ${file} does not exist. Put it there, or change gateway.tls.cert_file in config.json.\n`,
  );
  expect((await home.run('doctor')).stdout).toContain(`✗ The certificate file ${file} does not exist.`);
  await mkdir(join(home.dataDir, 'tls'));
  await inFiles(await place.issue('here'), join(home.dataDir, 'tls'), 'gateway');
  expect((await home.serve({ words: words.slice(1) })).url).toMatch(/^https:/);
});

it('names the process of another Patchbay that has the port, although it speaks TLS', async () => {
  const place = await tlsPlace();
  const first = await testHome({ config: { gateway: { port: 0, tls: place.tls } } });
  const program = await first.serve({ words: ['--console-port', '0'] });
  const { port } = new URL(program.url);
  const second = await testHome();
  const { stderr } = await second.start(['serve', '--port', port, '--console-port', '0']).ended;
  expect(stderr).toContain(`Port ${port} is used by another Patchbay (process ${program.pid}).`);
});
