import { describe, expect, it } from 'vitest';
import { clientKinds } from '../../../src/main/core/clients/kinds.ts';
import { clientsStage, gatewayUrl } from '../../support/clients-stage.ts';

describe('what is to be pasted into a client’s configuration', () => {
  it('is its entry with a token of its own, the same one when asked for again', async () => {
    const { client, tokens } = await clientsStage();
    const snippet = await client.clientSnippet({ client: 'cursor' });
    const [token] = tokens.list();
    expect(token).toMatchObject({ name: 'Cursor', status: 'active' });
    const { patchbay } = (JSON.parse(snippet.text) as { mcpServers: Record<string, unknown> }).mcpServers;
    expect(patchbay).toMatchObject({
      url: `${gatewayUrl}/mcp`,
      headers: { Authorization: expect.stringMatching(/^Bearer \S+$/) as string },
    });
    expect(await client.clientSnippet({ client: 'cursor' })).toEqual(snippet);
    await tokens.revoke(token?.id ?? '');
    expect((await client.clientSnippet({ client: 'cursor' })).text).not.toBe(snippet.text);
  });

  it.each(clientKinds.map(({ id, name }) => [id, name]))('is there for %s', async (id, name) => {
    const { client, tokens } = await clientsStage({ auth: { mode: 'none' } });
    const snippet = await client.clientSnippet({ client: id });
    expect(snippet).toMatchObject({ client: id, name, path: expect.stringContaining('/home/') as string });
    expect(snippet.text).toContain('patchbay');
    expect(snippet.text).not.toContain('Bearer');
    expect(tokens.list()).toEqual([]);
  });

  it('is refused for a client that Patchbay does not know', async () => {
    const { client } = await clientsStage();
    await expect(client.clientSnippet({ client: 'nobody' })).rejects.toMatchObject({
      code: 'CLIENT_UNKNOWN',
    });
  });
});
