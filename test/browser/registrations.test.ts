import { describe, expect, test } from 'vitest';
import { noAnnouncement } from '../../src/shared/announcement.ts';
import { AppError } from '../../src/shared/errors.ts';
import { pendingRegistration, sampleRegistration } from '../support/sample-registrations.ts';
import { picture } from './manage-scenes.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();

const servers = [
  sampleRegistration('notes', { name: 'My notes' }),
  sampleRegistration('old', { state: 'offline', problem: 'Nothing listens there.' }),
  pendingRegistration('stranger'),
];
const clients = [{ name: 'editor', version: '2.1', sessions: 2, lastActivityAt: Date.now() }];

describe('registrations', () => {
  test('says what to do where there are none', async () => {
    const { page } = await open();
    await page.getByRole('link', { name: 'Registrations' }).click();
    await page.getByText('No server has registered itself.').waitFor();
    await expect(page.getByText('No client has registered.').waitFor()).resolves.toBeUndefined();
  });

  test('shows who registered, those that wait first, and clients with versions', async () => {
    const { page, backend } = await open({ hash: '#/registrations' });
    // From now on: this file may have been loaded long before.
    const leased = servers.map((one) => ({ ...one, leaseEndsAt: Date.now() + 3_600_000 }));
    backend.change({ registrations: { servers: leased, clients } });
    await page.getByRole('link', { name: '1 waits for approval' }).waitFor();
    const entries = page.getByRole('main').getByRole('listitem');
    await expect.poll(() => entries.count()).toBe(4);
    expect(await entries.first().textContent()).toContain('stranger_1');
    const notes = page.getByRole('listitem', { name: 'notes_1' });
    for (const text of ['My notes', 'Healthy', 'http://127.0.0.1:8000/notes', 'JSON-RPC commands', '59 min'])
      await notes.getByText(text).waitFor();
    await page.getByText('Nothing listens there.').waitFor();
    const client = page.getByRole('main').getByRole('listitem').filter({ hasText: 'editor 2.1' });
    await client.getByText('2 sessions').waitFor();
    await client.getByText(/^last active \d+ s ago$/).waitFor();
    await notes.getByText('the only one').waitFor();
    backend.change({
      registrations: {
        servers: [...leased, sampleRegistration('notes', { key: 'notes_2', copy: 2 })],
        clients,
      },
    });
    const second = page.getByRole('listitem', { name: 'notes_2' });
    await second.getByText('2 (2 in all)').waitFor();
    const quiet = clients.map((one) => ({ ...one, lastActivityAt: Date.now() - 7_205_000 }));
    backend.change({ registrations: { ...backend.state().registrations, clients: quiet } });
    await client.getByText('last active 2 h ago').waitFor();
    expect(await second.getByRole('link', { name: 'notes_2' }).getAttribute('href')).toBe(
      '#/servers/notes_2',
    );
    await picture(page, 'registrations');
  });

  test('lets one in, takes one off, and says what failed', async () => {
    const { page, backend } = await open({ hash: '#/registrations', expected: /503/ });
    backend.script = {
      approveRegistration: () => sampleRegistration('stranger'),
      removeRegistration: () => {
        throw new AppError('STORE_WRITE_FAILED', 'The disk is full.');
      },
    };
    backend.change({ registrations: { servers, clients } });
    await page.getByRole('button', { name: 'Approve stranger_1' }).click();
    await expect
      .poll(() => backend.called.find(({ name }) => name === 'approveRegistration')?.input)
      .toEqual({ key: 'stranger_1' });
    await page.getByRole('button', { name: 'Remove old_1' }).click();
    await page.getByRole('alert').getByText('old_1 could not be removed').waitFor();
  });

  test('shows our own registration with another proxy, once there is one', async () => {
    const { page, backend } = await open({ hash: '#/registrations' });
    const proxy = page.getByRole('region', { name: 'This Patchbay at another proxy' });
    await page.getByText('No client has registered.').waitFor();
    expect(await proxy.count()).toBe(0);
    const known = { ...noAnnouncement(), state: 'registered', proxyUrl: 'http://other:3004' } as const;
    backend.change({ announcement: { ...known, serverKey: 'patchbay_1', lastHeardAt: Date.now() - 5000 } });
    for (const text of ['http://other:3004', 'Registered', 'patchbay_1', /^\d+ s ago$/])
      await proxy.getByText(text, { exact: true }).waitFor();
    const retryAt = Date.now() + 3_600_000;
    backend.change({ announcement: { ...known, state: 'retrying', retryAt, problem: 'Nobody is there.' } });
    for (const text of ['Not reached', 'Nobody is there.', 'in 59 min'])
      await proxy.getByText(text, { exact: true }).waitFor();
  });

  test('fits into a narrow window with whatever is long', async () => {
    const { page, backend } = await open({ hash: '#/registrations', width: 800 });
    const long = sampleRegistration('x'.repeat(64), {
      url: `http://127.0.0.1:8000/${'x'.repeat(400)}`,
      name: 'A long name '.repeat(20),
      description: 'd'.repeat(400),
      problem: 'p'.repeat(400),
    });
    const talker = { name: 'n'.repeat(200), version: '1', sessions: 1, lastActivityAt: Date.now() };
    backend.change({ registrations: { servers: [long], clients: [...clients, talker] } });
    const remove = page.getByRole('button', { name: `Remove ${long.key}` });
    await remove.waitFor();
    const box = await remove.boundingBox();
    expect(box === null ? Number.NaN : box.x + box.width).toBeLessThanOrEqual(800);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(800);
  });

  test('shows the first hundred of many, those that wait among them, and more when asked', async () => {
    const { page, backend } = await open({ hash: '#/registrations' });
    const many = Array.from({ length: 249 }, (_, index) => sampleRegistration(`server-${index}`));
    backend.change({ registrations: { servers: [...many, pendingRegistration('stranger')], clients: [] } });
    const entries = page.getByRole('main').getByRole('listitem');
    await expect.poll(() => entries.count()).toBe(100);
    expect(await entries.first().textContent()).toContain('stranger_1');
    await page.getByRole('button', { name: 'Show 100 of 150 more' }).click();
    await expect.poll(() => entries.count()).toBe(200);
    await page.getByRole('button', { name: 'Show 50 more' }).click();
    await expect.poll(() => entries.count()).toBe(250);
    expect(await page.getByRole('button', { name: /^Show/ }).count()).toBe(0);
    await page.getByRole('searchbox', { name: 'Filter registrations' }).fill('server-248');
    await expect.poll(() => entries.count()).toBe(1);
    await page.getByRole('searchbox').fill('nothing');
    await page.getByText('No registration matches “nothing”.').waitFor();
  });

  test('says what a server is, and how long ago it reported', async () => {
    const { page, backend } = await open({ hash: '#/registrations' });
    const lastHeartbeatAt = Date.now() - 7_205_000;
    const described = sampleRegistration('notes', { description: 'Keeps what you note', lastHeartbeatAt });
    backend.change({ registrations: { servers: [described], clients: [] } });
    const entry = page.getByRole('listitem', { name: 'notes_1' });
    await entry.getByText('2 h ago').waitFor();
    expect(await entry.textContent()).toContain('Keeps what you note');
  });
});
