// The page at its tokens, over a list that the calls of the page change.
import type { TokenView } from '../../src/shared/tokens.ts';
import { readyServer } from '../support/sample-servers.ts';
import { sampleToken } from '../support/sample-tokens.ts';
import { useScenes } from './scenes.ts';
import type { Scene, SceneOptions } from './scenes.ts';

/** What each new token is. */
export const secret = `eyJhbGciOiJIUzI1NiJ9.${'x'.repeat(200)}.signature`;

/** To be called once in a test file, as `useScenes`. */
export function useTokenScenes(): (initial: readonly TokenView[], options?: SceneOptions) => Promise<Scene> {
  const openScene = useScenes();
  return async (initial: readonly TokenView[], options: SceneOptions = {}): Promise<Scene> => {
    let tokens = initial;
    const scene = await openScene({ servers: [readyServer('files'), readyServer('notes')], ...options });
    scene.backend.script = {
      listTokens: () => tokens,
      createToken: ({ name, scopes }) => {
        const made = sampleToken(name, { scopes: scopes.length === 0 ? ['execute:mcp'] : scopes });
        tokens = [...tokens, made];
        return { ...made, token: secret };
      },
      revokeToken: ({ id }) => {
        tokens = tokens.filter((one) => one.id !== id);
        return { revoked: id };
      },
      rotateSecret: () => ({ oldAcceptedUntil: Date.UTC(2030, 4, 6, 12) }),
    };
    await scene.page.evaluate(() => {
      window.location.hash = '#/settings/tokens';
    });
    await scene.page.getByRole('heading', { name: 'Access tokens' }).waitFor();
    return scene;
  };
}
