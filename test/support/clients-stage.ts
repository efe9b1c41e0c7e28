// The part of the contract that is about other programs, on a home folder and a data folder of its own, with the real
// configuration, secrets and tokens behind it.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AuditEvent } from '../../src/main/core/audit/audit.ts';
import { clientPrograms } from '../../src/main/core/clients/client-programs.ts';
import type { ConnectionsOptions } from '../../src/main/core/clients/connections.ts';
import { openClients } from '../../src/main/core/clients/open-clients.ts';
import { createConfigStore } from '../../src/main/core/config/store.ts';
import { createConsents } from '../../src/main/core/consent/consents.ts';
import { createProcessTable } from '../../src/main/core/launcher/process-table/index.ts';
import { createSpawner } from '../../src/main/core/launcher/spawner.ts';
import { systemHost } from '../../src/main/core/launcher/system-host.ts';
import { openVault } from '../../src/main/core/secrets/secret-box.ts';
import { openSecretStore } from '../../src/main/core/secrets/secret-store.ts';
import type { PatchbayClient } from '../../src/shared/contract.ts';
import { clientCalls } from '../../src/shared/calls-clients.ts';
import { authStage } from './tokens.ts';

export const gatewayUrl = 'http://127.0.0.1:3004';

export interface ClientsStageOptions {
  /** Where clients' own commands are looked for. Default: nowhere. */
  readonly searchPath?: string;
  /** Of an earlier stage, to go on with. Default: a new one, with `config`. */
  readonly dataDir?: string;
  /** How clients' files are reached. */
  readonly files?: ConnectionsOptions['files'];
}

/** Ends with the test. Inputs are checked as a carrier checks them. */
export async function clientsStage(
  config: unknown = { mcpServers: {} },
  { searchPath = '', dataDir: givenDir, files }: ClientsStageOptions = {},
) {
  const auth = await authStage(givenDir === undefined ? {} : { dataDir: givenDir });
  const { dataDir, clock, logger } = auth;
  const homeDir = join(dataDir, 'home');
  const configFile = join(dataDir, 'config.json');
  if (givenDir === undefined) {
    await mkdir(homeDir);
    await writeFile(configFile, typeof config === 'string' ? config : JSON.stringify(config, null, 2));
  }
  const vault = await openVault(null, logger);
  const secrets = await openSecretStore({ dataDir, vault, platform: 'linux', clock, logger });
  const store = await createConfigStore({
    path: configFile,
    env: {},
    secret: (name) => secrets.get(name),
    clock,
    logger,
    platform: 'linux',
    homeDir,
  });
  onTestFinished(() => store.close());
  const audited: AuditEvent[] = [];
  const audit = { record: (event: AuditEvent): void => void audited.push(event) };
  const place = { platform: 'linux' as const, homeDir, env: {} };
  const host = systemHost();
  const spawner = createSpawner({
    host,
    table: createProcessTable(host),
    env: {},
    searchPath: () => Promise.resolve(searchPath),
  });
  const commands = openClients({
    ...place,
    ...(files === undefined ? {} : { files }),
    dataDir,
    config: store,
    secrets,
    tokens: auth.tokens,
    consents: createConsents(clock, place),
    audit,
    clock,
    logger,
    gatewayUrl: () => gatewayUrl,
    bridge: { command: '/usr/bin/node', args: ['/opt/patchbay/out/main/bridge.js'] },
    programs: clientPrograms({
      ...place,
      spawner,
      searchPath: () => Promise.resolve(searchPath),
      dataDir,
      clock,
    }),
    needsToken: () => store.current.settings.auth.mode === 'token',
    applied: () => Promise.resolve(),
  });
  const client = Object.fromEntries(
    Object.entries(commands).map(([name, run]) => [
      name,
      async (input: unknown) => {
        const parsed = clientCalls[name as keyof typeof clientCalls].input.parse(input);
        return (run as (input: unknown) => Promise<unknown>)(parsed);
      },
    ]),
  ) as unknown as Pick<PatchbayClient, keyof typeof clientCalls>;
  return {
    ...auth,
    homeDir,
    configFile,
    store,
    secrets,
    audited,
    client,
    /** Writes a client's file, and answers with its path. */
    write: async (parts: readonly string[], text: string | Buffer): Promise<string> => {
      const file = join(homeDir, ...parts);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      return file;
    },
    configText: () => readFile(configFile, 'utf8'),
  };
}

export const cursorFile = ['.cursor', 'mcp.json'] as const;
