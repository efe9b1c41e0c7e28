// Tokens are told once, to who made them: they are in no log, state, answer or file, whatever happens to them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { call, post, rpc, send } from '../../support/raw-mcp.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { mockServer } from '../../support/test-servers.ts';
import { openAs } from '../../support/token-holders.ts';
import { forge, goodClaims, sharedSecret } from '../../support/tokens.ts';

it('nothing of a token is written or shown by a run that uses, refuses and revokes it', async () => {
  const dataDir = await tempFolder();
  const patchbay = await startPatchbay(
    { auth: { mode: 'token' }, logging: { level: 'debug' }, mcpServers: { one: mockServer() } },
    { dataDir, env: { PATCHBAY_JWT_SECRET: sharedSecret } },
  );
  const { commands, logs, state } = patchbay.core;
  const made = await commands.createToken({ name: 'quiet', expires: '90d', scopes: [] });
  const wrong = forge(goodClaims(Date.now()), { secret: 'x'.repeat(40) });
  const tokens = [made.token, forge(goodClaims(Date.now())), wrong];
  const url = patchbay.endpoint('one');
  const shown: string[] = [];
  for (const token of tokens.slice(0, 2)) {
    const session = await openAs(url, { authorization: `Bearer ${token}` });
    for (const name of ['echo', 'fail', 'env', 'info', 'nothing'])
      shown.push((await post(url, call(1, name), session)).text);
  }
  await commands.revokeToken({ id: made.id });
  for (const token of tokens) {
    // Where it belongs, and where it does not.
    shown.push(
      (await post(url, rpc(1, 'ping'), { authorization: `Bearer ${token}` })).text,
      (await post(url, rpc(1, 'ping'), { authorization: `Basic ${token}` })).text,
      (await send('GET', `${patchbay.url}/mcp?access_token=${token}`)).text,
      (await post(`${patchbay.url}/register`, {}, { authorization: `Bearer ${token}` })).text,
    );
  }
  shown.push(JSON.stringify(state.get()), JSON.stringify(logs.read({ after: -1, limit: 5000 })));
  await patchbay.stop();
  const names = await readdir(dataDir, { recursive: true, withFileTypes: true });
  for (const entry of names.filter((each) => each.isFile()))
    shown.push(await readFile(join(entry.parentPath, entry.name), 'utf8'));
  const all = shown.join('\n');
  expect(all).toContain('quiet');
  for (const secret of [sharedSecret, ...tokens.flatMap((token) => token.split('.').slice(1))])
    expect(all).not.toContain(secret);
});
