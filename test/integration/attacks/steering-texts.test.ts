// Names and texts of strangers that would steer a terminal or fake lines of a log: nothing of them arrives anywhere as
// anything but text of one line.
import { expect, it } from 'vitest';
import { startProgram } from '../../support/program.ts';

const steering =
  '\u001B[2J\u001B]0;owned\u0007nice\r\n2026-01-01 00:00:00 [error] faked line\u202Egnp.exe\u009B31m';

it('of who registers and who calls', async () => {
  const program = await startProgram({ config: { logging: { level: 'debug' } } });
  const { home, url } = program;
  const register = async (body: unknown): Promise<number> =>
    (
      await fetch(`${url}/register`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'user-agent': 'a\tb' },
      })
    ).status;
  const server = {
    server_id: 'odd',
    server_url: 'http://127.0.0.1:9',
    server_name: steering,
    description: steering,
  };
  expect(await register(server)).toBe(200);
  expect(await register({ ...server, server_id: steering })).toBe(400);
  expect(await register({ ...server, server_url: `http://127.0.0.1:8/${steering}` })).toBe(400);
  expect(await register({ client_info: { name: steering, version: steering } })).toBe(200);
  await fetch(`${url}/${encodeURIComponent(steering)}`);
  await fetch(`${url}/mcp/${encodeURIComponent(steering)}`, { headers: { accept: 'text/event-stream' } });
  const printed = [
    await home.run('registrations'),
    await home.run('servers'),
    await home.run('status'),
    await home.run('logs'),
    await program.stop(),
  ].map(({ stdout, stderr }) => stdout + stderr);
  const files = [await home.readText('logs/patchbay.log')];
  for (const text of [...printed, ...files]) {
    expect(text).not.toMatch(/[^\P{Cc}\n\t]|[\u202A-\u202E]/u);
    expect(text).not.toMatch(/^2026-01-01 00:00:00/m);
  }
});
