// Clients connected with tokens of their own: the change to the file is worked out and shown with a stand-in, made with a
// token that is new, and the token of before ends. Patchbay's side of what connections.ts does to files.
import { AppError, describeError } from '../../../shared/errors.ts';
import type { Tokens } from '../auth/tokens.ts';
import { OneByOne } from '../one-by-one.ts';
import type { Logger } from '../ports.ts';
import type { ClientFile } from './client-file.ts';
import type { Connections, FoundClient, PlannedChange } from './connections.ts';
import { shownToken } from './file-change.ts';
import type { BridgeStart, EntryFacts } from './types.ts';

/** Clients do not ask for another one by themselves. */
const tokenLifeMs = 365 * 24 * 3_600_000;

export interface ClientLinksOptions {
  readonly connections: Connections;
  readonly tokens: Pick<Tokens, 'create' | 'revoke'>;
  readonly logger: Logger;
  /** The gateway's; null while it does not listen. */
  readonly gatewayUrl: () => string | null;
  readonly bridge: BridgeStart;
}

export class ClientLinks {
  readonly connections: Connections;
  private readonly options: ClientLinksOptions;
  private readonly steps = new OneByOne();

  constructor(options: ClientLinksOptions) {
    this.options = options;
    this.connections = options.connections;
  }

  /** What every client is told. */
  facts(): Omit<EntryFacts, 'token'> {
    return { url: `${this.options.gatewayUrl() ?? ''}/mcp`, bridge: this.options.bridge };
  }

  /** As `Connections.planConnect`, for being shown. */
  plan(
    client: FoundClient,
    how: { readonly replace?: readonly string[]; readonly file?: ClientFile } = {},
  ): Promise<PlannedChange> {
    return this.connections.planConnect(client, { ...this.facts(), token: shownToken }, how);
  }

  /** Makes a planned change, with a token instead of the stand-in. Rejects as `Connections.connect`; nothing is left then. */
  connect({ client, file, replaced }: PlannedChange): Promise<void> {
    const { connections, tokens } = this.options;
    return this.steps.run(async () => {
      const earlier = await connections.tokensOf(client);
      const made = await tokens.create({ name: client.kind.name, lifeMs: tokenLifeMs, scopes: [] });
      try {
        const facts = { ...this.facts(), token: made.token };
        const replace = Object.keys(replaced);
        await connections.connect(await connections.planConnect(client, facts, { replace, file }), made.id);
      } catch (error) {
        await this.revoke([made.id]);
        throw error;
      }
      if (earlier.length === 0) return;
      await this.revoke(earlier);
      await connections.forgetOlderTokens(client);
    });
  }

  /** False where there was nothing to undo. `change` is what was shown, where something was. */
  async disconnect(client: FoundClient, change?: PlannedChange): Promise<boolean> {
    const planned = change ?? (await this.planDisconnect(client));
    if (planned === null) return false;
    await this.steps.run(async () => {
      const held = await this.connections.tokensOf(client);
      await this.connections.disconnect(planned, () => this.revoke(held));
    });
    return true;
  }

  /**
   * As `Connections.planDisconnect`. Where there is nothing to undo, what a run that was cut short has left of ours goes: the
   * note, and the tokens of an entry that is in no file.
   */
  planDisconnect(client: FoundClient): Promise<PlannedChange | null> {
    return this.steps.run(async () => {
      const planned = await this.connections.planDisconnect(client);
      if (planned !== null) return planned;
      const left = await this.connections.tokensOf(client);
      await this.revoke(left);
      if (left.length > 0) await this.connections.forget(client);
      return null;
    });
  }

  /** A token that cannot be revoked, or has been, does nobody harm who cannot read the file. */
  private async revoke(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      try {
        await this.options.tokens.revoke(id);
      } catch (error) {
        if (error instanceof AppError && error.code === 'TOKEN_UNKNOWN') continue;
        this.options.logger.warn(`Token ${id} was not revoked: ${describeError(error)}`);
      }
    }
  }
}
