// Two servers with the same resources behind `/mcp`: each is read under the URI that the merged list gives it.
import { expect, it } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { openSession, post, rpc } from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';

const patchbay = sharedPatchbay(() => ({
  mcpServers: { one: mockServer(['--name', 'one']), two: mockServer(['--name', 'two']) },
}));

it('every listed resource is answered under the URI that was asked for', async () => {
  const url = patchbay().endpoint();
  const session = await openSession(url);
  const listed = (await post(url, rpc(1, 'resources/list'), session)).json() as unknown as {
    result: { resources: { uri: string }[] };
  };
  const uris = listed.result.resources.map(({ uri }) => uri);
  expect(uris.some((uri) => uri.startsWith('patchbay://two/mock://'))).toBe(true);
  for (const uri of uris) {
    const read = (await post(url, rpc(2, 'resources/read', { uri }), session)).json() as unknown as {
      result: { contents: { uri: string }[] };
    };
    expect(read.result.contents.map((content) => content.uri)).toEqual([uri]);
  }
});
