// What the client does in each of the suite's client scenarios. A scenario that is not known here fails the program,
// so that none of a newer suite is passed by doing nothing.
import { z } from 'zod';
import type { FrontClient } from './front-client.ts';

type Act = (client: FrontClient, context: unknown) => Promise<unknown>;

const contextSchema = z.object({
  toolCalls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })),
});

const acts: Readonly<Record<string, Act>> = {
  initialize: (client) => client.listTools(),
  'request-metadata': (client) => client.listTools(),
  'json-schema-ref-no-deref': (client) => client.listTools(),
  tools_call: async (client) => {
    await client.listTools();
    await client.callTool('add_numbers', { a: 5, b: 3 });
  },
  'elicitation-sep1034-client-defaults': (client) => client.callTool('test_client_elicitation_defaults'),
  'sse-retry': (client) => client.callTool('test_reconnection'),
  'sep-2322-client-request-state': async (client) => {
    await client.listTools();
    client.beforeAnswer = async () => void (await client.callTool('test_mrtr_unrelated'));
    await client.callTool('test_mrtr_echo_state');
    await client.callTool('test_mrtr_no_state');
    // The official modern client itself refuses what says nothing of its type; the scenario only forbids a second try.
    await client.callTool('test_mrtr_no_result_type').catch(() => undefined);
  },
  'http-standard-headers': async (client) => {
    for (const { name } of await client.listTools()) await client.callTool(name);
    for (const { uri } of await client.listResources()) await client.readResource(uri);
    for (const { name } of await client.listPrompts()) await client.getPrompt(name);
  },
  'http-custom-headers': async (client, context) => {
    await client.listTools();
    for (const call of contextSchema.parse(context).toolCalls) {
      await client.callTool(call.name, call.arguments);
    }
  },
  // Whatever is offered after all is called, so that a tool that should have been left out is found out.
  'http-invalid-tool-headers': async (client) => {
    for (const { name } of await client.listTools()) await client.callTool(name, { region: 'us-west1' });
  },
  'json-schema-2020-12-preservation': async (client) => {
    const focal = (await client.listTools()).find(({ name }) => name === 'json_schema_2020_12_tool');
    await client.callTool('json_schema_echo', { schema: focal?.inputSchema });
  },
};

/** Acts out a scenario. Rejects for one that is not known, and with what the client rejects with. */
export async function act(scenario: string, client: FrontClient, context: unknown): Promise<void> {
  const known = acts[scenario];
  if (known === undefined) throw new Error(`There is nothing here to do for the scenario "${scenario}".`);
  await known(client, context);
}
