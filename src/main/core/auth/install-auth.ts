// Tokens of this installation, with the one of this user's own programs kept good, whatever is revoked or rotated.
import { describeError } from '../../../shared/errors.ts';
import { unusableFolder } from '../data-folder/private-folder.ts';
import { openAuth, type Auth, type AuthOptions } from './open-auth.ts';
import { ensureOwnToken } from './own-token.ts';

export interface InstallAuthOptions extends Omit<AuthOptions, 'onRefused'> {
  /** Nothing of this owner's counts any more. */
  readonly onOwnerRefused: (owner: string) => void;
  /** Something does not count any more; after the above. */
  readonly onRefused: () => void;
}

/** Rejects with AppError where the data folder cannot be used. */
export async function openInstallAuth(options: InstallAuthOptions): Promise<Auth> {
  const { dataDir, platform, clock, logger, onOwnerRefused, onRefused } = options;
  const auth = await openAuth({
    ...options,
    onRefused: (owner) => {
      if (owner === null) void renewOwnToken();
      else onOwnerRefused(owner);
      onRefused();
    },
  }).catch((error: unknown) => {
    throw unusableFolder(dataDir, error);
  });
  const renewOwnToken = (): Promise<void> =>
    ensureOwnToken({ ...auth, dataDir, platform, clock }).catch((error: unknown) =>
      logger.warn(`The token of your own programs could not be renewed. ${describeError(error)}`),
    );
  await renewOwnToken();
  return auth;
}
