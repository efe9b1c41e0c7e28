// What everything else stands on: the data folder (locked), logs, the configuration, the stores. Opened first, closed last.
import { homedir } from 'node:os';
import { openAuditLog, type AuditLog } from './audit/audit-log.ts';
import { Bounds } from './bounds/bounds.ts';
import { environmentSecrets } from './auth/environment-keys.ts';
import { secretsInUrl } from './config/secrets.ts';
import type { Closers } from './closers.ts';
import { openConfigHistory, type ConfigHistory } from './config/history.ts';
import { createConfigStore } from './config/store.ts';
import type { ConfigStore, LoadedConfig } from './config/types.ts';
import { openDataFolder, type DataFolder } from './data-folder/data-folder.ts';
import { systemClock, type Clock, type Logger } from './ports.ts';
import { openVault, type Vault } from './secrets/secret-box.ts';
import { openSecretStore, type SecretStore } from './secrets/secret-store.ts';
import { openSessionBook, type SessionBook } from './store/session-book.ts';
import { openStore, type Store } from './store/store.ts';
import { createLogging, type Logging } from './telemetry/logging.ts';
import type { CoreOptions } from './types.ts';

export interface Ground {
  readonly clock: Clock;
  readonly folder: DataFolder;
  readonly logging: Logging;
  readonly logger: Logger;
  readonly audit: AuditLog;
  readonly vault: Vault;
  /** Secrets that people gave names. */
  readonly secrets: SecretStore;
  readonly config: ConfigStore;
  readonly history: ConfigHistory;
  readonly store: Store;
  readonly sessionBook: SessionBook;
  readonly bounds: Bounds;
  /** Brings the settings that concern logs into force. */
  readonly applyLogSettings: (config: LoadedConfig) => void;
}

/** Rejects with AppError DATA_DIR_IN_USE, DATA_DIR_UNUSABLE or STORE_TOO_NEW; what was opened until then is in `closers`. */
export async function openGround(options: CoreOptions, closers: Closers): Promise<Ground> {
  const { dataDir, env, overrides, configPath, logToConsole = false } = options;
  const clock = systemClock();
  const platform = process.platform;

  const folder = await openDataFolder({ dataDir, platform, homeDir: homedir() });
  closers.add('The data folder', () => folder.close());

  const logging = createLogging({
    dataDir,
    level: overrides?.logLevel ?? 'info',
    clock,
    toConsole: logToConsole,
  });
  closers.add('The log', () => logging.close());
  const logger = logging.logger('patchbay');
  closers.report = (message) => logger.error(message);
  closers.redact = (text) => logging.redact(text);
  const audit = openAuditLog({ dataDir, clock, logger, redact: (text) => logging.redact(text) });
  closers.add('The audit log', () => audit.close());
  for (const warning of folder.warnings) logger.warn(warning);

  const vault = await openVault(options.secretBox ?? null, logger);
  const secrets = await openSecretStore({ dataDir, vault, platform, clock, logger });
  const path = configPath ?? folder.configFile;
  const history = openConfigHistory({ dataDir, configPath: path, platform, clock, logger });
  closers.add('The versions of the configuration', () => history.close());
  const config = await createConfigStore({
    path,
    env,
    secret: (name) => secrets.get(name),
    clock,
    logger,
    platform,
    audit,
    history,
  });
  closers.add('The configuration', () => config.close());

  const bounds = new Bounds({ settings: () => config.current.settings, clock, logger });
  const store = await openStore({ dataDir, clock, logger, platform });
  closers.add('The store', () => store.close());

  const sessionBook = await openSessionBook({
    dataDir,
    clock,
    logger,
    platform,
    bounds,
    limits: () => {
      const { maxSessions, sessionKeepHours } = config.current.settings.gateway;
      return { maxResting: maxSessions, keepMs: sessionKeepHours * 3_600_000 };
    },
  });
  closers.add('The sessions', () => sessionBook.close());

  // Of this whole run: a server that ends because its secret has changed still knows the old one.
  const hidden = new Set([...environmentSecrets(env), folder.consoleToken]);
  const applyLogSettings = ({ settings, servers }: LoadedConfig): void => {
    for (const server of servers.values()) for (const secret of server.secrets) hidden.add(secret);
    const { token, proxy_url: proxyUrl } = settings.proxy_registration;
    for (const secret of [token ?? '', ...secretsInUrl(proxyUrl)]) hidden.add(secret);
    for (const { name } of secrets.names()) hidden.add(secrets.get(name) ?? '');
    logging.setSecrets([...hidden]);
    logging.setSizes(settings.logging);
    logging.setLevel(overrides?.logLevel ?? settings.logging.level);
  };
  applyLogSettings(config.current);
  return {
    clock,
    folder,
    logging,
    logger,
    audit,
    vault,
    secrets,
    config,
    history,
    store,
    sessionBook,
    bounds,
    applyLogSettings,
  };
}
