// The part of the contract that is about secrets with names. A changed secret is in force for its servers at once.
import type { Commands } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Audit } from '../audit/audit.ts';
import type { ConfigStore } from '../config/types.ts';
import type { SecretStore } from './secret-store.ts';

export interface SecretCommandsOptions {
  readonly secrets: SecretStore;
  readonly config: Pick<ConfigStore, 'reload'>;
  readonly audit: Audit;
  /** Resolves when the newest configuration is in force everywhere. */
  readonly applied: () => Promise<void>;
}

export type SecretCommands = Pick<Commands, 'listSecrets' | 'setSecret' | 'removeSecret'>;

export function secretCommands({ secrets, config, audit, applied }: SecretCommandsOptions): SecretCommands {
  const inForce = async (): Promise<void> => {
    await config.reload();
    await applied();
  };
  return {
    listSecrets: () => Promise.resolve(secrets.names()),
    setSecret: async ({ name, value }) => {
      if (value.includes('\0')) {
        throw new AppError('BAD_REQUEST', `The secret ${name} holds a NUL character.`, {
          expected: 'Take it out: neither variables nor headers can hold one.',
        });
      }
      const isNew = !secrets.names().some((known) => known.name === name);
      await secrets.set(name, value);
      audit.record({ kind: 'secret', action: isNew ? 'set' : 'replaced', subject: name });
      await inForce();
      return { name, isReadable: true };
    },
    removeSecret: async ({ name }) => {
      if (!(await secrets.remove(name))) throw unknownSecret(name, secrets);
      audit.record({ kind: 'secret', action: 'removed', subject: name });
      await inForce();
      return { removed: name };
    },
  };
}

function unknownSecret(name: string, secrets: SecretStore): AppError {
  const known = secrets.names().map((secret) => secret.name);
  return new AppError('SECRET_UNKNOWN', `There is no secret "${name}".`, {
    expected: known.length === 0 ? 'None is set.' : `There are: ${known.join(', ')}.`,
  });
}
