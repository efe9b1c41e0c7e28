// What the suite starts as "the client" of each of its client scenarios: a Patchbay with the suite's server behind it,
// and in front of it an official client that does what the scenario wants to see. Judged by the suite alone.
//   node client-program.ts <url of the suite's server>
// PATCHBAY_CLIENT_ERA says which era the client in front speaks, PATCHBAY_CLIENT_ROUTE where.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCore } from '../../src/main/core/core.ts';
import { connectFront } from './front-client.ts';
import { until } from '../support/until.ts';
import { act } from './scenario-acts.ts';

const [url] = process.argv.slice(2);
const { MCP_CONFORMANCE_SCENARIO, MCP_CONFORMANCE_CONTEXT, PATCHBAY_CLIENT_ERA, PATCHBAY_CLIENT_ROUTE } =
  process.env;
if (url === undefined || MCP_CONFORMANCE_SCENARIO === undefined) {
  throw new Error('To be started by the conformance suite: it gives a URL, and the scenario as a variable.');
}

const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-conformance-client-'));
await writeFile(
  join(dataDir, 'config.json'),
  JSON.stringify({
    gateway: { port: 0 },
    // The suite's clients have none to send.
    auth: { mode: 'none' },
    aggregate: { prefix: 'on-conflict' },
    mcpServers: { suite: { url } },
  }),
);
const core = createCore({ dataDir, console: null, env: process.env, version: '0.0.0-test' });
try {
  await core.start();
  const gateway = core.state.get().gateway.url;
  if (gateway === null) throw new Error('The gateway does not listen.');
  const era = PATCHBAY_CLIENT_ERA === 'modern' ? 'modern' : 'legacy';
  const client = await connectFront(era, new URL(PATCHBAY_CLIENT_ROUTE ?? '/mcp/suite', gateway));
  // The suite's servers take all sessions for one: ours, which learns their lists, has to be through with it first.
  await until(
    'the lists',
    () => core.state.get().servers.find(({ name }) => name === 'suite')?.tools ?? null,
  );
  await act(MCP_CONFORMANCE_SCENARIO, client, JSON.parse(MCP_CONFORMANCE_CONTEXT ?? '{}'));
  await client.close();
} finally {
  await core.stop();
  await rm(dataDir, { recursive: true, force: true });
}
