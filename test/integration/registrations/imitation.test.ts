// A server that registers itself under a name that is easily taken for another's is refused, with the reason.
import { expect, it } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';

it('refuses an id that imitates a configured server, another id or the built-in server', async () => {
  const { url } = await startPatchbay({ mcpServers: { files: { command: 'x', enabled: false } } });
  let port = 9000;
  const register = async (id: string): Promise<[number, string]> => {
    const body = JSON.stringify({ server_id: id, server_url: `http://127.0.0.1:${++port}` });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/register`, { method: 'POST', body, headers });
    return [answer.status, await answer.text()];
  };
  expect((await register('notes'))[0]).toBe(200);
  for (const [id, other] of [
    ['Fi1es', 'files'],
    ['no-tes', 'notes'],
    ['notes__x', 'notes'],
    ['Patchbay', 'patchbay'],
  ] as const) {
    const [status, text] = await register(id);
    expect([id, status]).toEqual([id, 400]);
    expect(text).toContain(`\\"${other}\\"`);
  }
});
