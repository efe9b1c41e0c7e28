// The core while it runs: everything opened in order, each part handed to `closers` to be closed in reverse.
// Only wiring; what the parts do is theirs.
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import type { RegistrationView } from '../../shared/registrations.ts';
import type { GatewayStatus, ServerView } from '../../shared/state.ts';
import { pinMemory } from './pins/pin-memory.ts';
import { Announcer } from './announce/announcer.ts';
import { openInstallAuth } from './auth/install-auth.ts';
import { assemble } from './assembly.ts';
import type { Closers } from './closers.ts';
import { createCommands } from './commands.ts';
import { createConsents } from './consent/consents.ts';
import { ConfigFollower } from './follow-config.ts';
import { createConfiguration } from './create-configuration.ts';
import { createOffers } from './create-offers.ts';
import { createClients } from './create-clients.ts';
import { createLauncher } from './create-launcher.ts';
import { createListener } from './create-listener.ts';
import { createMeasures } from './create-measures.ts';
import { createServerRegistry } from './create-server-registry.ts';
import { createState } from './create-state.ts';
import type { GatewayListener } from './gateway/listener.ts';
import { callLogSettings } from './call-log/settings.ts';
import { openGround } from './ground.ts';
import { registryParts } from './registry/from-config.ts';
import type { RegisteredServer } from './registry/types.ts';
import { viewRegistration } from './registry/views.ts';
import { openPlaygrounds } from './playground/open-playgrounds.ts';
import { openConsole, type OpenConsole } from './open-console.ts';
import { answersWell } from './servers/registered/answers-well.ts';
import { RegisteredServers } from './servers/registered/registered-servers.ts';
import { Pause } from './servers/pause.ts';
import { viewServer } from './servers/view.ts';
import type { StateBox } from './state/state-box.ts';
import { serverMemory } from './store/server-memory.ts';
import type { ContractHost, CoreOptions } from './types.ts';
import { gatewayClient } from './upstream/handshake.ts';
import { Connections } from './upstream/http/connections.ts';

export interface Running extends ContractHost {
  consoleLink(): string | null;
}

/** Rejects with AppError; whatever was opened until then is in `closers`. */
export async function openRunning(options: CoreOptions, closers: Closers): Promise<Running> {
  const { dataDir, env, version } = options;
  const ground = await openGround(options, closers);
  const { clock, folder, logging, logger, config, store, bounds, applyLogSettings } = ground;
  const startedAt = clock.now();

  const launcher = await createLauncher(env, ground, closers);
  closers.addFinal(() => folder.withdrawNow());
  const connections = new Connections(() => config.current.registeredCaFile);
  closers.add('Connections to servers', () => connections.close());

  let status: GatewayStatus = 'starting';
  let opened: OpenConsole | null = null;
  const state: StateBox = createState({ version, startedAt, dataDir, ground }, () => ({
    hub,
    sessions,
    registry,
    listener,
    status,
    viewRegistered,
    pausedAt: pause.view.pausedAt,
    announcement: announcer.manager.view,
    consoleUrl: opened?.url ?? null,
  }));
  closers.add('The state', () => state.close());
  const onChange = (): void => state.changed();
  const auth = await openInstallAuth({
    ...ground,
    dataDir,
    env,
    platform: process.platform,
    onOwnerRefused: (owner) => sessions.endOwner(owner),
    onRefused: () => listener.endRefused(),
  });
  closers.add('The tokens', () => auth.close());
  const registration = registryParts(() => config.current, version, options.overrides?.authMode);
  const registry = createServerRegistry(ground, {
    settings: registration.settings,
    // Nothing is looked at before the first second is over.
    probe: (record, signal) => registered.probe(record, signal),
    gatewayUrl: () => listener.url,
    onChange,
  });
  closers.add('The registry', () => registry.close());
  const pause: Pause = new Pause({
    ...ground,
    servers: () => hub.all(),
    onResumed: () => {
      hub.changed();
      follower.startAgain();
    },
    onChange,
  });
  const { hub, sessions, openRegistered } = assemble({
    ...ground,
    version,
    config: () => config.current,
    launcher,
    connections,
    memory: serverMemory(store, clock, logger),
    pinMemory: pinMemory(store, logger),
    sessionMemory: ground.sessionBook,
    ownedThings: ground.sessionBook.ownedThings,
    pause,
    installKey: folder.installKey,
    logs: logging.feed,
    useRegistered: (id) => registry.clients.touch(id),
    state: () => state.get(),
    onChange,
  });
  closers.add('The servers', () => hub.close());
  const registered = new RegisteredServers({
    ...ground,
    registry,
    hub,
    open: openRegistered,
    answers: (url, signal) => answersWell(url, signal, connections.registered),
    toolTimeoutSeconds: () => config.current.settings.gateway.toolTimeoutSeconds,
  });
  hub.admit(registered);
  closers.addBeside('The registered servers', () => registered.close());
  const viewRegistered = (server: RegisteredServer): RegistrationView =>
    viewRegistration(server, registered.knowledge(server.record.key), clock.now());
  // "retrying in 8 s" counts down.
  const countDown = clock.every(1000, () => {
    if (hub.all().some((runtime) => runtime.status.retryAt !== null)) onChange();
  });
  closers.addBeside('The countdown', countDown);
  const announcer = new Announcer({
    config: () => config.current,
    paths: { platform: process.platform, homeDir: homedir(), baseDir: dirname(config.path) },
    gatewayUrl: () => listener.url,
    clock,
    logger,
    onChange,
  });
  const { meter, callLog, metrics, recentCalls } = createMeasures(
    { version, startedAt, ground, sessions, hub, registry, load: () => listener.load },
    closers,
  );
  const listener: GatewayListener = createListener({
    version,
    startedAt,
    overrides: options.overrides ?? {},
    ground,
    tokens: auth.gate,
    hub,
    sessions,
    registry,
    registration,
    announcement: announcer.manager,
    meter,
    callLog,
    metrics,
    servers: () => state.get().servers,
    onChange: async () => {
      onChange();
      // Before, there is none to be changed.
      if (status === 'listening') await writeRunFile();
      announcer.follow();
    },
  });
  closers.addBeside('The connections of clients', () => listener.close());
  closers.add('The gateway', async () => {
    await listener.leave();
    sessions.close();
    hub.closeModern();
  });

  const writeRunFile = async (): Promise<void> => {
    const { url, certificatePem } = listener;
    const consoleUrl = opened?.url ?? null;
    if (url === null) await folder.withdraw();
    else await folder.announce({ pid: process.pid, url, consoleUrl, version, startedAt }, certificatePem);
  };
  const follower = new ConfigFollower({
    config,
    hub,
    listener,
    logger,
    onSettings: (loaded) => {
      applyLogSettings(loaded);
      callLog.configure(callLogSettings(loaded));
    },
    onRemoved: (names) => sessions.endTargets(names),
    onApplied: () => announcer.follow(),
    onChange,
  });
  closers.addBeside("The configuration's follower", () => follower.close());
  const playgrounds = openPlaygrounds({ version, hub, callLog, bounds, clock }, closers);
  const consents = createConsents(clock, { platform: process.platform, homeDir: homedir(), env });
  const applied = (): Promise<void> => follower.applied();
  const gatewayUrl = (): string | null => listener.url;
  const configuration = createConfiguration(options, {
    ground,
    consents,
    gatewayUrl,
    sessions: () => state.get().gateway.sessions,
    applied,
  });
  const clients = createClients(options, { ground, auth, consents, gatewayUrl, applied, launcher });
  const viewOf = (name: string): ServerView => viewServer(hub.find(name), listener.url, clock.now());
  const offers = createOffers(options, { ground, connections, consents, applied, viewOf }, closers);
  const commands = createCommands({
    pause,
    hub,
    playgrounds,
    registered: registry.servers,
    config,
    logs: logging.feed,
    callLog,
    redact: (text) => logging.redact(text),
    audit: ground.audit,
    secrets: ground.secrets,
    consents,
    configuration,
    clients,
    offers,
    recentCalls,
    client: gatewayClient(version),
    connections,
    places: { platform: process.platform, env, searchPath: () => launcher.searchPath(), cwd: process.cwd() },
    inspection: { sessions, meter },
    clock,
    state: () => state.get(),
    applied,
    tokens: auth.tokens,
    view: (runtime) => viewServer(runtime, listener.url, clock.now()),
    viewRegistered,
  });
  const host: ContractHost = { commands, state, logs: logging.feed, playground: playgrounds };

  await follower.begin();
  await listener.open();
  opened = await openConsole(options, ground, host, closers);
  status = 'listening';
  await writeRunFile();
  closers.addBeside('run.json', () => folder.withdraw());
  closers.addBeside('The registration with a proxy', () => announcer.close());
  announcer.start();
  await follower.startServers();
  onChange();
  logger.info(`Listening on ${listener.url ?? ''}, configured by ${config.path}.`);
  return { ...host, consoleLink: () => opened?.console.link() ?? null };
}
