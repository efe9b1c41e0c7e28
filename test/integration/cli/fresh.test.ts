// A fresh install: nothing is configured, and there is something to call all the same.
import { parse } from 'jsonc-parser';
import { expect, it } from 'vitest';
import { configSchema } from '../../../src/shared/config-schema.ts';
import { startProgram, testHome } from '../../support/program.ts';

it('answers the first call of a fresh data folder, by command and without any client', async () => {
  const program = await startProgram();
  const called = await program.home.run('call', 'patchbay', 'list_servers');
  expect({ status: called.status, stderr: called.stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(called.stdout)).toMatchObject({ servers: [{ name: 'patchbay', status: 'ready' }] });
  const plain = await fetch(`${program.url}/mcp/patchbay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_servers"}}',
  });
  expect(await plain.json()).toMatchObject({ id: 1, result: { content: [{ type: 'text' }] } });
});

it('writes an example configuration that is valid, and never over one that is there', async () => {
  const program = await startProgram();
  const example = await program.home.readText('config.json');
  expect(example).toContain('//');
  expect(configSchema.safeParse(parse(example)).success).toBe(true);
  expect((await program.state()).config.faults).toEqual([]);
  await program.stop();
  const mine = '{ "mcpServers": {} } // mine\n';
  await program.home.writeConfig(mine);
  await program.home.serve();
  expect(await program.home.readText('config.json')).toBe(mine);
});

it('takes the data folder from --data-dir, before and after the words of the command', async () => {
  const program = await startProgram();
  const elsewhere = await testHome();
  const words = ['--data-dir', program.home.dataDir];
  const { status, stdout } = await elsewhere.run('status', ...words);
  expect(status).toBe(0);
  expect(stdout).toContain(`process ${program.pid}`);
  const called = await elsewhere.run('call', ...words, 'patchbay', 'list_servers');
  expect(called.status).toBe(0);
});
