// The launcher put together from this machine's parts: what the rest of the core opens once and hands around.
import { homedir, userInfo } from 'node:os';
import { redactCommandLine } from '../../../shared/redact.ts';
import { noAudit, type Audit } from '../audit/audit.ts';
import type { Clock, Logger, LogSink } from '../ports.ts';
import type { Environment } from './environment.ts';
import { createChildJournal } from './journal.ts';
import { LiveChildren } from './live-children.ts';
import { patchbayEnds } from './problems.ts';
import type { ChildJournal, ProcessHost, Spawner, SupervisorPorts } from './ports.ts';
import { createProcessTable } from './process-table/index.ts';
import { createSearchPath } from './search-path.ts';
import { createSpawner } from './spawner.ts';
import { createSupervisor } from './supervisor.ts';
import { sweepLeftovers } from './sweep.ts';
import { systemHost } from './system-host.ts';
import type { LaunchSpec, Supervisor, SupervisorEvents, SupervisorOptions } from './types.ts';

export interface LauncherOptions {
  /** children.json in the data folder, which must be locked by us. */
  readonly journalFile: string;
  readonly env: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly logSink: LogSink;
  /** Hears of every launch. */
  readonly audit?: Audit;
  /** Takes secrets out of text that is shown with a failure. */
  readonly redact?: (text: string) => string;
  /** Default: this machine. */
  readonly host?: ProcessHost;
}

export interface Launcher {
  /** One supervisor for each child; it must be stopped by whoever asked for it. */
  supervise(spec: LaunchSpec, options: SupervisorOptions, events: SupervisorEvents): Supervisor;
  /** The PATH that commands are looked up on; asked of the login shell once, where that is needed. */
  searchPath(): Promise<string>;
  /** Ends every child by force, and starts none any more: for the last moment of this process. Never throws. */
  killNow(): void;
}

/** Ends what the last run left behind, then is ready to launch. Never rejects. */
export async function openLauncher(options: LauncherOptions): Promise<Launcher> {
  const { journalFile, env, clock, logger, logSink, audit = noAudit, host = systemHost() } = options;
  const table = createProcessTable(host);
  const { left } = await sweepLeftovers(journalFile, { host, table, clock, logger });
  const userShell = host.platform === 'win32' ? null : shellOfUser();
  const searchPath = createSearchPath({ host, clock, logger, env, homeDir: homedir(), userShell });
  const live = new LiveChildren(host, table);
  const ports: SupervisorPorts = {
    clock,
    logger,
    logSink,
    spawner: noting(createSpawner({ host, table, env, searchPath }), live, audit),
    journal: forgetting(createChildJournal(journalFile, logger, left), live),
    ...(options.redact === undefined ? {} : { redact: options.redact }),
  };
  return {
    supervise: (spec, supervisorOptions, events) => createSupervisor(spec, supervisorOptions, events, ports),
    searchPath,
    killNow: () => live.killNow(),
  };
}

function noting(spawner: Spawner, live: LiveChildren, audit: Audit): Spawner {
  return {
    spawn: async (spec, onLaunch) => {
      const child = await spawner.spawn(spec, (launchId) => {
        if (live.isEnded) throw patchbayEnds(spec);
        onLaunch?.(launchId);
      });
      live.add(child);
      audit.record({
        kind: 'launch',
        action: 'started',
        subject: spec.name,
        details: { command: redactCommandLine(spec.command, spec.args), pid: child.pid },
      });
      return child;
    },
  };
}

/** A child is in the journal until nobody of its launch is left. */
function forgetting(journal: ChildJournal, live: LiveChildren): ChildJournal {
  return {
    put: (record) => journal.put(record),
    remove: (launchId) => {
      live.remove(launchId);
      journal.remove(launchId);
    },
  };
}

/** userInfo throws for a user without an entry in the database, as containers have them. */
function shellOfUser(): string | null {
  try {
    return userInfo().shell;
  } catch {
    return null;
  }
}
