// How many servers and clients may be registered, as configured.
import { describe, expect, it } from 'vitest';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { scrape, sumOf } from '../../support/prometheus.ts';
import { post, send, type RawAnswer } from '../../support/raw-mcp.ts';

const start = (registration: ConfigInput['registration']): Promise<RunningPatchbay> =>
  startPatchbay({ registration });
const announce = ({ url }: RunningPatchbay, id: string): Promise<RawAnswer> =>
  post(`${url}/register`, { server_id: id, server_url: `http://127.0.0.1:9/${id}` });
const reached = async ({ url }: RunningPatchbay, limit: string): Promise<number> =>
  sumOf(await scrape(url), 'patchbay_limit_reached_total', { limit });

describe('registrations', () => {
  it('of servers are so many; there is room again when one leaves', async () => {
    const patchbay = await start({ maxServers: 2 });
    expect((await announce(patchbay, 'a')).status).toBeLessThan(300);
    const second = (await announce(patchbay, 'b')).json();
    const third = await announce(patchbay, 'c');
    expect(third.status).toBe(503);
    expect(third.json()).toMatchObject({
      success: false,
      error_code: 'LIMIT_REACHED',
      error: expect.stringContaining('registration.maxServers (now 2)') as string,
    });
    expect(await reached(patchbay, 'registration.maxServers')).toBe(1);
    await post(`${patchbay.url}/unregister`, { server_key: second['server_key'] });
    expect((await announce(patchbay, 'c')).status).toBeLessThan(300);
  });

  it('of clients are so many, the idlest going first', async () => {
    const patchbay = await start({ maxClients: 10 });
    const client = { clientInfo: { name: 'one', version: '1' }, capabilities: {} };
    for (let count = 0; count < 12; count++)
      expect((await post(`${patchbay.url}/register`, client)).status).toBeLessThan(300);
    expect(sumOf(await scrape(patchbay.url), 'patchbay_registered_clients')).toBe(10);
    expect(await reached(patchbay, 'registration.maxClients')).toBe(2);
    expect((await send('GET', `${patchbay.url}/health`)).status).toBe(200);
  });
});
