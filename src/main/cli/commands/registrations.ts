// `patchbay registrations`, `approve` and `unregister`: servers that announced themselves, and clients that registered.
import type { Command } from 'commander';
import type { ClientView, RegistrationState, RegistrationView } from '../../../shared/registrations.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { duration } from '../output/durations.ts';
import type { Output, Style } from '../output/output.ts';
import { printableLine } from '../output/printable.ts';
import { table } from '../output/table.ts';

const styles: Readonly<Record<RegistrationState, Style>> = {
  pending: 'yellow',
  healthy: 'green',
  stale: 'yellow',
  offline: 'red',
};

export function registerRegistrations(program: Command, context: CommandContext): void {
  const { output } = context;
  declare(
    program,
    'registrations',
    'list the servers and clients that registered themselves',
    'patchbay registrations',
  ).action(async (options: CommonOptions) => {
    const { registrations } = await context.connect(options).client.getState({});
    if (options.json === true) return output.json(registrations);
    const { servers, clients } = registrations;
    if (servers.length === 0) output.line('No server has registered itself.');
    else for (const line of registrationTable(servers, output, Date.now())) output.line(line);
    for (const client of clients) output.line(`Client ${printableLine(clientLine(client, Date.now()))}`);
  });
  declare(program, 'approve', 'let a registered server in that waits', 'patchbay approve files_1')
    .argument('<key>', 'the server’s key, as registrations shows it')
    .action(async (key: string, options: CommonOptions) => {
      const server = await context.connect(options).client.approveRegistration({ key });
      if (options.json === true) output.json(server);
      else output.line(`${server.key}: approved, ${server.state}`);
    });
  declare(program, 'unregister', 'take a registered server off the list', 'patchbay unregister files_1')
    .argument('<key>', 'the server’s key, as registrations shows it')
    .action(async (key: string, options: CommonOptions) => {
      const outcome = await context.connect(options).client.removeRegistration({ key });
      if (options.json === true) output.json(outcome);
      else output.line(`${outcome.removed}: unregistered`);
    });
}

/** One line a server; `now` in epoch milliseconds. */
function registrationTable(servers: readonly RegistrationView[], output: Output, now: number): string[] {
  return table(
    [
      { title: 'KEY', text: (server) => server.key, least: 12 },
      // Most are called what their id is.
      ...(servers.some(({ name, id }) => name !== id)
        ? [{ title: 'NAME', text: ({ name, id }: RegistrationView) => (name === id ? '-' : name), least: 8 }]
        : []),
      {
        title: 'STATE',
        text: (server) => server.state,
        paint: (cell, server) => output.paint(styles[server.state], cell),
      },
      { title: 'KIND', text: (server) => server.kind ?? '-' },
      { title: 'TOOLS', text: (server) => (server.tools === null ? '-' : String(server.tools)) },
      { title: 'HEARTBEAT', text: (server) => ago(server.lastHeartbeatAt, now) },
      {
        title: 'LEASE',
        text: (server) => (server.leaseEndsAt === null ? '-' : duration(server.leaseEndsAt - now)),
      },
      { title: 'URL', text: (server) => server.url, least: 20 },
      { title: 'PROBLEM', text: problemOf, least: 20 },
    ],
    servers,
    output.width,
  );
}

function problemOf({ state, caller, key, problem }: RegistrationView): string {
  return state === 'pending' ? `announced from ${caller}; patchbay approve ${key}` : (problem ?? '-');
}

function clientLine({ name, version, sessions, lastActivityAt }: ClientView, now: number): string {
  const count = `${sessions} session${sessions === 1 ? '' : 's'}`;
  return `${name} ${version}: ${count}, last active ${ago(lastActivityAt, now)}`;
}

function ago(time: number | null, now: number): string {
  return time === null ? '-' : `${duration(now - time)} ago`;
}
