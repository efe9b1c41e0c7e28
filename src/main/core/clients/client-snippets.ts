// What a person pastes into a client's configuration by hand: the same entry that connecting writes, as a file of its own,
// with a token made for that client once in a run.
import type { ClientSnippet } from '../../../shared/clients.ts';
import type { Commands } from '../../../shared/contract.ts';
import type { NewToken } from '../../../shared/tokens.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { ClientLinks } from './client-links.ts';
import { entryName } from './entry-name.ts';
import { readEntries } from './entry-file.ts';

/** As for a client that is connected. */
const tokenLifeMs = 365 * 24 * 3_600_000;

export interface ClientSnippetsOptions {
  readonly links: Pick<ClientLinks, 'connections' | 'facts'>;
  readonly tokens: Pick<Tokens, 'create' | 'list'>;
  /** Whether the gateway asks for tokens. */
  readonly needsToken: () => boolean;
}

/** Rejects with CLIENT_UNKNOWN. */
export function clientSnippets({
  links,
  tokens,
  needsToken,
}: ClientSnippetsOptions): Pick<Commands, 'clientSnippet'> {
  const made = new Map<string, NewToken>();
  const tokenFor = async (id: string, name: string): Promise<string> => {
    const known = made.get(id);
    const counts = tokens.list().some((token) => token.id === known?.id && token.status === 'active');
    if (known !== undefined && counts) return known.token;
    const fresh = await tokens.create({ name, lifeMs: tokenLifeMs, scopes: [] });
    made.set(id, fresh);
    return fresh.token;
  };
  return {
    clientSnippet: async ({ client: id }): Promise<ClientSnippet> => {
      const { kind, path } = links.connections.find(id);
      const token = needsToken() ? await tokenFor(id, kind.name) : null;
      const text = readEntries('', kind).with(entryName, kind.entry({ ...links.facts(), token }));
      return { client: kind.id, name: kind.name, path, text };
    },
  };
}
