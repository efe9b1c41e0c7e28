// The part of the contract that is about other programs on this machine. What was shown is what is done; what was done is
// in the audit log.
import type { ClientView } from '../../../shared/clients.ts';
import type { Commands } from '../../../shared/contract.ts';
import { describeError, toErrorView } from '../../../shared/errors.ts';
import { redactCommandLine } from '../../../shared/redact.ts';
import type { Audit } from '../audit/audit.ts';
import { createAgreements } from '../consent/agreements.ts';
import type { Clock } from '../ports.ts';
import type { ClientLinks } from './client-links.ts';
import type { FoundClient, PlannedChange } from './connections.ts';
import { fileChange } from './file-change.ts';
import type { Imports } from './imports.ts';

export interface ClientCommandsOptions {
  readonly links: ClientLinks;
  readonly imports: Imports;
  readonly audit: Audit;
  readonly clock: Clock;
  /** Resolves when the newest configuration is in force everywhere. */
  readonly applied: () => Promise<void>;
}

export type ClientCommands = Pick<
  Commands,
  | 'listClients'
  | 'connectionFacts'
  | 'proposeConnection'
  | 'connectClient'
  | 'proposeDisconnection'
  | 'disconnectClient'
  | 'readImport'
  | 'planImport'
  | 'applyImport'
  | 'undoImport'
>;

export function clientCommands({
  links,
  imports,
  audit,
  clock,
  applied,
}: ClientCommandsOptions): ClientCommands {
  const { connections } = links;
  const connecting = createAgreements<PlannedChange>(clock, 'connecting a client');
  const disconnecting = createAgreements<PlannedChange>(clock, 'disconnecting a client');
  const view = async (client: FoundClient, imported: ReadonlySet<string>): Promise<ClientView> => {
    const { kind, path, isInstalled } = client;
    const hasImport = imported.has(kind.id);
    const row = { id: kind.id, name: kind.name, path, problem: null, servers: 0, hasImport };
    if (!isInstalled) return { ...row, state: 'not installed' };
    try {
      const servers = Object.keys(connections.serversIn(await connections.read(client), client)).length;
      const state = (await connections.isConnected(client)) ? 'connected' : 'not connected';
      return { ...row, servers, state };
    } catch (error) {
      return { ...row, state: 'unusable', problem: describeError(error), fault: toErrorView(error) };
    }
  };
  const viewOf = async ({ kind }: FoundClient): Promise<ClientView> =>
    view(connections.find(kind.id), await imports.imported());
  const record = (action: string, subject: string, details: Record<string, string | number>): void =>
    audit.record({ kind: 'configuration', action, subject, details });
  return {
    listClients: async () => {
      const imported = await imports.imported();
      return Promise.all(connections.all().map((client) => view(client, imported)));
    },
    connectionFacts: () => {
      const { url, bridge } = links.facts();
      return Promise.resolve({ url, bridge: { env: {}, ...bridge } });
    },
    proposeConnection: async ({ client: id }) => {
      const plan = await links.plan(connections.find(id));
      return { consent: connecting.offer(plan), change: fileChange(plan) };
    },
    connectClient: async ({ consent }) => {
      const plan = connecting.take(consent);
      await links.connect(plan);
      record('client connected', plan.client.kind.id, { file: plan.client.path });
      return viewOf(plan.client);
    },
    proposeDisconnection: async ({ client: id }) => {
      const plan = await links.planDisconnect(connections.find(id));
      return plan === null ? null : { consent: disconnecting.offer(plan), change: fileChange(plan) };
    },
    disconnectClient: async ({ consent }) => {
      const plan = disconnecting.take(consent);
      await links.disconnect(plan.client, plan);
      record('client disconnected', plan.client.kind.id, { file: plan.client.path });
      return viewOf(plan.client);
    },
    readImport: ({ client }) => imports.read(client),
    planImport: ({ client, servers, switchOver }) => imports.plan(client, servers, switchOver),
    applyImport: async ({ consent }) => {
      const { outcome, servers } = await imports.apply(consent);
      const { client, isSwitched } = outcome;
      for (const { name, entry, secrets } of servers) {
        const target = redactCommandLine(entry.command ?? entry.url ?? '', entry.args ?? []);
        record('added', name, { target, from: client });
        for (const secret of secrets.keys())
          audit.record({ kind: 'secret', action: 'set', subject: secret, details: { from: client } });
      }
      if (isSwitched) record('client connected', client, { inPlaceOf: servers.length });
      await applied();
      return outcome;
    },
    undoImport: async ({ client }) => {
      const undone = await imports.undo(client);
      for (const name of undone.removed) record('removed', name, { from: client });
      if (undone.isRestored) record('client disconnected', client, {});
      await applied();
      return undone;
    },
  };
}
