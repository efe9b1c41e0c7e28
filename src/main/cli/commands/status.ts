// `patchbay status`: the gateway, its configuration and its servers on one screen.
import type { Command } from 'commander';
import { describeError, fromErrorView, type ErrorView } from '../../../shared/errors.ts';
import type { AppState, ConfigFault } from '../../../shared/state.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { duration } from '../output/durations.ts';
import type { Output } from '../output/output.ts';
import { printableLine } from '../output/printable.ts';
import { describeFault } from '../output/config-fault.ts';
import { serverTable } from './server-view.ts';

export function registerStatus(program: Command, context: CommandContext): void {
  const { output } = context;
  declare(
    program,
    'status',
    'show the running Patchbay, with a fresh console link',
    'patchbay status',
  ).action(async (options: CommonOptions) => {
    const connection = context.connect(options);
    const state = await connection.client.getState({});
    if (options.json === true) return output.json(state);
    const link = await connection.loginLink();
    for (const line of statusLines(state, { link, nowMs: Date.now(), output })) output.line(line);
  });
}

/** The screen, line by line. */
function statusLines(
  state: AppState,
  { link, nowMs, output }: { readonly link: string; readonly nowMs: number; readonly output: Output },
): readonly string[] {
  const { gateway, config } = state;
  const sessions = gateway.sessions === 1 ? '1 session' : `${gateway.sessions} sessions`;
  const how = [gateway.status, ...(gateway.tls?.mode === 'mtls' ? ['certificates needed'] : []), sessions];
  const uptime = duration(nowMs - state.startedAt);
  return [
    output.paint('bold', `Patchbay ${state.version}, process ${state.pid}, up ${uptime}`),
    '',
    `  Gateway  ${gateway.url === null ? gateway.status : `${gateway.url}/mcp`}  (${how.join(', ')})`,
    `  Console  ${link}  (works once, for ten minutes)`,
    ...announcementLines(state, output),
    `  Data     ${state.dataDir}`,
    `  Config   ${config.path}${config.faults.length === 0 ? '' : '  (not in force, see below)'}`,
    ...pauseLines(state, nowMs, output),
    ...problemLines(gateway.problem, output),
    ...faultLines(config.path, config.faults, output),
    ...pendingLines(state, output),
    '',
    ...serverTable(state.servers, output),
  ];
}

function problemLines(problem: ErrorView | null, output: Output): readonly string[] {
  if (problem === null) return [];
  const line = output.paint('red', `  ✗ ${printableLine(describeError(fromErrorView(problem)))}`);
  return ['', line, '  The gateway goes on as it was until that is mended.'];
}

function pauseLines({ pausedAt }: AppState, nowMs: number, output: Output): readonly string[] {
  if (pausedAt === null) return [];
  const words = `  All servers are paused, for ${duration(nowMs - pausedAt)} now: patchbay resume`;
  return ['', output.paint('yellow', words)];
}

function announcementLines({ announcement }: AppState, output: Output): readonly string[] {
  const { state, proxyUrl, serverKey, isPending, problem } = announcement;
  if (state === 'off') return [];
  const key = serverKey === null ? '' : ` as ${serverKey}`;
  const words = {
    idle: 'not registered',
    registering: 'registering',
    registered: isPending ? `registered${key}, waits there for approval` : `registered${key}`,
    retrying: `not reached: ${problem ?? ''}`,
    misconfigured: `not registered: ${problem ?? ''}`,
  };
  const line = `  Proxy    ${proxyUrl}  (${words[state]})`;
  return [problem === null ? line : output.paint('yellow', line)];
}

function pendingLines({ registrations }: AppState, output: Output): readonly string[] {
  const pending = registrations.servers.filter(({ state }) => state === 'pending');
  const lines = pending.map(({ key, caller }) =>
    output.paint('yellow', `  ${key} was announced from ${caller} and waits: patchbay approve ${key}`),
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

function faultLines(file: string, faults: readonly ConfigFault[], output: Output): readonly string[] {
  if (faults.length === 0) return [];
  const lines = faults.map((fault) => output.paint('red', `  ✗ ${describeFault(file, fault)}`));
  return ['', ...lines, '  The last good configuration stays in force until the file is mended.'];
}
