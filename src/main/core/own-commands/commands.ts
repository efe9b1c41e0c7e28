// The JSON-RPC commands of this gateway, by name.
import { healthCommand } from './health.ts';
import { helpCommand } from './help.ts';
import { listServersCommand } from './list-servers.ts';
import { proxyRegistrationCommand } from './proxy-registration.ts';
import type { OwnCommand } from './types.ts';

export function ownCommands(): Readonly<Record<string, OwnCommand>> {
  const commands: Record<string, OwnCommand> = {
    help: helpCommand(() => commands),
    proxy_registration: proxyRegistrationCommand,
    list_servers: listServersCommand,
  };
  commands['health'] = healthCommand(Object.keys(commands).length + 1);
  return commands;
}
