// Servers with pages for apps, and with methods of their own, behind `/mcp`: the official clients of both eras, and raw
// requests where those would not ask.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allListed } from '../../support/all-listed.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { modernRpc } from '../../support/modern-edge.ts';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { openSession, post, rpc, type Json } from '../../support/raw-mcp.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { extensionServer } from '../../support/test-servers.ts';

const patchbay = sharedPatchbay(() => ({
  mcpServers: {
    one: extensionServer(['--name', 'one']),
    two: extensionServer(['--name', 'two', '--without-methods']),
  },
}));

const ui = 'io.modelcontextprotocol/ui';
const metaSchema = z.object({ ui: z.object({ resourceUri: z.string() }) });

/** What both eras have of a client, on all servers. */
async function connect(kind: (typeof sdkVersions)[number] | 'modern') {
  const url = patchbay().endpoint();
  if (kind !== 'modern') return connectSdk(kind, url);
  const client = await connectModern(url);
  return {
    capabilities: () => client.getServerCapabilities() ?? {},
    instructions: () => client.getInstructions(),
    listTools: async () => (await client.listTools()).tools,
    listResourceTemplates: async () => (await client.listResourceTemplates()).resourceTemplates,
    callTool: async (name: string) => {
      const result = await client.callTool({ name, arguments: {} });
      return { text: textOf(result), content: result.content };
    },
    readResource: async (uri: string) => (await client.readResource({ uri })).contents,
    complete: async (params: Parameters<typeof client.complete>[0]) =>
      (await client.complete(params)).completion.values,
  };
}

describe.each([...sdkVersions, 'modern' as const])('a client, %s, on servers with extensions', (kind) => {
  let listed: readonly { readonly name: string; readonly _meta?: unknown }[] = [];
  const connectWhenListed = async () => {
    await allListed(patchbay());
    const client = await connect(kind);
    listed = await client.listTools();
    return client;
  };

  it('hears of all extensions, and of how each server wants to be used', async () => {
    const client = await connectWhenListed();
    expect(client.capabilities()).toMatchObject({
      extensions: { [ui]: {}, 'com.acme/widgets': { of: 'one' } },
      completions: {},
    });
    expect(client.instructions()).toContain('I am two.');
  });

  it('finds the page of each tool, though both servers have theirs under the same URI', async () => {
    const client = await connectWhenListed();
    for (const server of ['one', 'two']) {
      const tool = listed.find(({ name }) => name === `${server}__show`);
      const uri = metaSchema.parse(tool?._meta).ui.resourceUri;
      expect(uri).toMatch(/^ui:\/\//);
      const [page] = await client.readResource(uri);
      expect(page).toMatchObject({ uri, text: `${server}: ui://panel/view.html` });
    }
  });

  it('calls for an app the tools of its server, by the names that they have there', async () => {
    const client = await connectWhenListed();
    expect((await client.callTool('refresh-one')).text).toContain('one: refresh-one');
    expect((await client.callTool('refresh-two')).text).toContain('two: refresh-two');
    await expect(client.callTool('show')).rejects.toThrow(/one__show.*two__show/);
  });

  it('calls tools with odd names, each by one that any client takes', async () => {
    const client = await connectWhenListed();
    const names = listed.map(({ name }) => name);
    expect(names.filter((name) => !/^[A-Za-z0-9_.-]{1,64}$/.test(name))).toEqual([]);
    const odd = names.filter((name) => name.startsWith('two__odd_name__'));
    expect(odd).toHaveLength(1);
    expect((await client.callTool(odd[0] ?? '')).text).toContain('two: odd name/ß');
    expect((await client.callTool('one____proto__')).text).toContain('one: __proto__');
  });

  it('completes what fits each server’s template, and reads from it', async () => {
    const client = await connectWhenListed();
    const templates = (await client.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate);
    expect(templates).toEqual(['note:///{id}', 'patchbay://two/note:///{id}']);
    for (const [index, server] of ['one', 'two'].entries()) {
      const uri = templates[index] ?? '';
      const ref = { type: 'ref/resource', uri } as const;
      expect(await client.complete({ ref, argument: { name: 'id', value: '' } })).toEqual([
        `${server}: {"type":"ref/resource","uri":"note:///{id}"}`,
      ]);
      const [note] = await client.readResource(uri.replace('{id}', '7'));
      expect(note).toMatchObject({ uri: uri.replace('{id}', '7'), text: `${server}: note:///7` });
    }
  });

  it('follows a link to what is not listed to the server that gave it', async () => {
    const client = await connectWhenListed();
    for (const server of ['two', 'one']) {
      const [link] = (await client.callTool(`${server}__link`)).content;
      const { uri } = z.object({ type: z.literal('resource_link'), uri: z.string() }).parse(link);
      const [memo] = await client.readResource(uri);
      expect(memo).toMatchObject({ uri, text: `${server}: memo:///unlisted` });
    }
  });
});

describe('a method that is an extension’s', () => {
  const params = { z: 1, a: { deep: [1.5] } };

  it('reaches the server that declares it, in both eras', async () => {
    const url = patchbay().endpoint();
    const session = await openSession(url);
    const answer = await post(url, rpc('x', 'widgets/turn', params), session);
    expect(answer.text).toContain(
      '"result":{"turnedBy":"one","params":{"z":1,"a":{"deep":[1.5]}},"odd":100}',
    );
    const modern = modernRpc(1, 'widgets/turn', params);
    const result = (await post(url, modern.body, modern.headers)).json()['result'] as Json;
    expect(result).toMatchObject({ resultType: 'complete', turnedBy: 'one', params });
  });

  it('that nobody declares is not found, in both eras', async () => {
    const url = patchbay().endpoint();
    const session = await openSession(url);
    const answer = await post(url, rpc('x', 'gears/turn'), session);
    expect(answer.json()).toMatchObject({
      error: { code: -32_601, message: 'Method not found: gears/turn' },
    });
    const modern = modernRpc(1, 'gears/turn');
    const refused = await post(url, modern.body, modern.headers);
    expect(refused.status).toBe(404);
    expect(refused.json()).toMatchObject({ error: { code: -32_601 } });
  });
});
