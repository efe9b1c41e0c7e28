// Bringing a client's servers here: what there is, a plan of it, the plan carried out, and taken back as a whole. A plan
// holds the entries and the file as they were shown; nothing else can come of the yes to it.
import type { ImportOffer, ImportOutcome, ImportPlan, ImportUndone } from '../../../shared/clients.ts';
import { AppError, describeError, fromErrorView, toErrorView } from '../../../shared/errors.ts';
import { addingServer, removingServer } from '../config/edit-servers.ts';
import type { ConfigStore, ServerConfig } from '../config/types.ts';
import type { ResolveContext } from '../config/resolve-server.ts';
import { createAgreements, type Agreements } from '../consent/agreements.ts';
import { digestOf } from '../consent/digest.ts';
import type { Consents } from '../consent/consents.ts';
import type { Clock, Logger } from '../ports.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { ClientLinks } from './client-links.ts';
import type { ClientFile } from './client-file.ts';
import type { FoundClient, PlannedChange } from './connections.ts';
import { withWhatMayRun } from './entry-values.ts';
import { fileChange } from './file-change.ts';
import { heldServer, refused, type HeldServer, type ImportChoice } from './import-choice.ts';
import { type ImportBook, type ImportRecord } from './import-book.ts';
import { readImport, type ReadEntry } from './read-import.ts';

export interface ImportsOptions {
  readonly links: ClientLinks;
  readonly book: ImportBook;
  readonly config: ConfigStore;
  readonly secrets: SecretStore;
  readonly consents: Consents;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How entries are read in this moment. */
  readonly resolve: () => ResolveContext;
  readonly isOurs: (server: ServerConfig) => boolean;
  /** Hears of secrets that are new or gone, before servers come that use them. */
  readonly onSecrets: () => Promise<void>;
}

interface HeldPlan {
  readonly client: FoundClient;
  readonly servers: readonly HeldServer[];
  readonly change: PlannedChange | null;
}

export class Imports {
  private readonly options: ImportsOptions;
  private readonly plans: Agreements<HeldPlan>;

  constructor(options: ImportsOptions) {
    this.options = options;
    this.plans = createAgreements(options.clock, 'this import');
  }

  /** Rejects with CLIENT_UNKNOWN, CLIENT_FILE_UNUSABLE. */
  async read(id: string): Promise<ImportOffer> {
    const { connections } = this.options.links;
    const client = connections.find(id);
    const entries = this.entriesIn(await connections.read(client, 'look'), client);
    const fileFault = await connections.read(client).then(
      () => null,
      (error: unknown) => toErrorView(error),
    );
    return {
      client: id,
      name: client.kind.name,
      path: client.path,
      ...(fileFault === null
        ? { fileProblem: null }
        : { fileProblem: describeError(fromErrorView(fileFault)), fileFault }),
      entries: entries.map(({ shown }) => shown),
    };
  }

  /** Rejects with CLIENT_UNKNOWN, CLIENT_FILE_UNUSABLE, BAD_REQUEST for what cannot be imported. */
  async plan(id: string, choices: readonly ImportChoice[], switchOver: boolean): Promise<ImportPlan> {
    const { links, consents } = this.options;
    const client = links.connections.find(id);
    const file = await links.connections.read(client, switchOver ? 'change' : 'look');
    const entries = this.entriesIn(file, client);
    const servers = choices.map((choice) => heldServer(choice, entries));
    const twice = servers.find(({ name }, index) => servers.findIndex((one) => one.name === name) !== index);
    if (twice !== undefined) throw refused(`Two servers would be called "${twice.name}"`);
    const replace = entries
      .filter(({ shown }) => shown.status === 'duplicate' || choices.some(({ key }) => key === shown.key))
      .map(({ shown }) => shown.key);
    const change = switchOver ? await links.plan(client, { replace, file }) : null;
    if (servers.length === 0 && change === null) throw refused('There is nothing chosen to import');
    return {
      consent: this.plans.offer({ client, servers, change }),
      servers: servers.map(({ name, entry, secrets }, index) => ({
        key: choices[index]?.key ?? name,
        view: consents.show(name, entry, withWhatMayRun(entry, secrets)),
        secrets: [...secrets.keys()],
      })),
      change: change === null ? null : fileChange(change),
    };
  }

  /** All of the plan, or none of it. Rejects with CONSENT_NEEDED, CLIENT_FILE_CHANGED, SERVER_EXISTS, …. */
  async apply(
    consent: string,
  ): Promise<{ readonly outcome: ImportOutcome; readonly servers: readonly HeldServer[] }> {
    const { links, book, config, clock } = this.options;
    const { client, servers, change } = this.plans.take(consent);
    if (change !== null) await links.connections.requireUnchanged(change);
    const secrets = new Map(servers.flatMap((server) => [...server.secrets]));
    this.requireFree([...secrets.keys()]);
    const record: ImportRecord = {
      client: client.kind.id,
      at: clock.now(),
      servers: servers.map(({ name, entry }) => ({ name, digest: digestOf(entry) })),
      secrets: [...secrets.keys()],
      isSwitched: change !== null,
    };
    // Noted first, so that after a crash on the way it can be taken back.
    await book.put(record);
    let isAdded = false;
    try {
      for (const [name, value] of secrets) await this.options.secrets.set(name, value);
      if (secrets.size > 0) await this.options.onSecrets();
      await config.editText((text) =>
        servers.reduce((left, { name, entry }) => addingServer(name, entry)(left), text),
      );
      isAdded = true;
      if (change !== null) await links.connect(change);
    } catch (error) {
      await this.rollBack({ ...record, servers: isAdded ? record.servers : [], isSwitched: false });
      throw error;
    }
    const missing = servers.flatMap((server) => server.missing);
    const added = servers.map(({ name }) => name);
    return {
      outcome: { client: client.kind.id, added, missing, isSwitched: change !== null },
      servers,
    };
  }

  /** Takes back what an import that failed has left. What cannot be stays noted, to be undone later. Never rejects. */
  private async rollBack(left: ImportRecord): Promise<void> {
    const { book, logger } = this.options;
    try {
      await this.takeBack(left);
      await book.remove(left);
    } catch (error) {
      logger.error(
        `What an import from ${left.client} has left could not be taken back: ${describeError(error)} Undo the import when that is mended.`,
      );
      // The client's file was never changed.
      await book.put(left).catch((trouble: unknown) => logger.error(describeError(trouble)));
    }
  }

  /** Takes the newest import from the client back. Rejects with NOT_FOUND, CLIENT_FILE_UNUSABLE, CLIENT_FILE_CHANGED. */
  async undo(id: string): Promise<ImportUndone> {
    const { links, book } = this.options;
    const client = links.connections.find(id);
    const record = (await book.all()).findLast((one) => one.client === id);
    if (record === undefined) {
      throw new AppError('NOT_FOUND', `There is no import from ${client.kind.name} to be undone.`, {
        expected: 'Each import can be undone once, the newest first.',
      });
    }
    // First what may be refused: then nothing has been changed.
    const isRestored = record.isSwitched && (await links.disconnect(client));
    const { removed, kept } = await this.takeBack(record);
    await book.remove(record);
    return { client: id, removed, kept, isRestored };
  }

  async imported(): Promise<ReadonlySet<string>> {
    return new Set((await this.options.book.all()).map(({ client }) => client));
  }

  /** Names were free when they were shown. */
  private requireFree(names: readonly string[]): void {
    const taken = this.options.secrets.names().find(({ name }) => names.includes(name));
    if (taken === undefined) return;
    throw new AppError('CLIENT_FILE_CHANGED', `There is a secret "${taken.name}" meanwhile.`, {
      expected: 'Look at the import again; nothing was changed.',
    });
  }

  /** Servers that are still what was imported, and secrets that nothing uses then. */
  private async takeBack({
    servers,
    secrets,
  }: ImportRecord): Promise<Pick<ImportUndone, 'removed' | 'kept'>> {
    const { config } = this.options;
    const written = config.current.settings.mcpServers;
    const listed = config.current.settings.servers ?? [];
    const there = servers.filter(({ name }) => config.current.servers.has(name));
    const isSame = ({ name, digest }: ImportRecord['servers'][number]): boolean => {
      const item = listed.find((one) => one.name === name);
      const { name: _name, ...rest } = item ?? { name };
      return digestOf(written[name] ?? rest) === digest;
    };
    const removed = there.filter(isSame).map(({ name }) => name);
    const kept = there.filter((server) => !isSame(server)).map(({ name }) => name);
    if (removed.length > 0)
      await config.editText((text) => removed.reduce((left, name) => removingServer(name)(left), text));
    const rest = JSON.stringify(config.current.settings);
    const unused = secrets.filter((name) => !rest.includes(`\${secret:${name}}`));
    for (const name of unused) await this.options.secrets.remove(name);
    if (unused.length > 0) await this.options.onSecrets();
    return { removed, kept };
  }

  private entriesIn(file: ClientFile, client: FoundClient): readonly ReadEntry[] {
    const { links, config, secrets, resolve, consents, isOurs } = this.options;
    return readImport(links.connections.serversIn(file, client), {
      kind: client.kind,
      config: config.current,
      secretNames: secrets.names().map(({ name }) => name),
      resolve: resolve(),
      consents,
      isOurs,
    });
  }
}
