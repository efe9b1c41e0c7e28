// Registrants, callers of the gateway's own commands, and callers of the console.
import type { FuzzStage } from '../fuzz-stage.ts';
import { commandRequest } from '../texts/command-request.ts';
import { consoleRequest } from '../texts/console-request.ts';
import { rawRequest } from '../texts/http-request.ts';
import { registrantRequest } from '../texts/registrant-request.ts';
import { deadlineMs, type Door } from './door.ts';
import { judge } from './judge.ts';
import { sendRaw } from './send-raw.ts';

export function registrantDoor(stage: FuzzStage): Door {
  const { port } = stage.place;
  return {
    name: 'registrants',
    share: 0.13,
    lanes: 16,
    attack: async (random) => {
      const request = rawRequest(random, port, registrantRequest(random, stage.bad.ports.nothing));
      const reply = await sendRaw(port, request, deadlineMs);
      const key = /"server_key":"([^"]+)"/.exec(reply.body)?.[1];
      // Those that stay would fill the list, and no case would come any further.
      if (reply.status === 200 && key !== undefined && !key.startsWith('commands'))
        await stage.post('/unregister', { server_key: key });
      return judge(request, reply);
    },
  };
}

export function commandDoor({ place: { port } }: FuzzStage): Door {
  return {
    name: 'own commands',
    share: 0.06,
    lanes: 16,
    attack: async (random) => {
      const request = rawRequest(random, port, commandRequest(random));
      return judge(request, await sendRaw(port, request, deadlineMs));
    },
  };
}

export function consoleDoor({ consolePort: port, consoleToken }: FuzzStage): Door {
  return {
    name: 'console',
    share: 0.07,
    // Edits of the configuration wait for one another.
    lanes: 8,
    attack: async (random) => {
      const { parts, hasToken } = consoleRequest(random, consoleToken);
      const request = rawRequest(random, port, parts);
      const reply = await sendRaw(port, request, deadlineMs);
      const verdict = judge(request, reply);
      const isLetIn = !hasToken && parts.path.startsWith('/api') && reply.status === 200;
      return isLetIn ? { ...verdict, fault: `Let in without a token: ${String(request.bytes)}` } : verdict;
    },
  };
}
