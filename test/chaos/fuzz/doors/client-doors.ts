// Clients of each kind at /mcp and /mcp/:server, byte by byte.
import type { FuzzStage } from '../fuzz-stage.ts';
import { clientRequest, type ClientKind, type KnownSession } from '../texts/client-request.ts';
import { rawRequest } from '../texts/http-request.ts';
import { deadlineMs, type Door } from './door.ts';
import { judge } from './judge.ts';
import { sendRaw } from './send-raw.ts';

/** Open sessions that cases take part in, some of each address. */
const sessions = 12;
const addresses = ['/mcp/echo', '/mcp', '/mcp/patchbay'] as const;

export function clientDoors(stage: FuzzStage): readonly Door[] {
  return [
    clientDoor(stage, 'legacy', 0.16),
    clientDoor(stage, 'modern', 0.12),
    clientDoor(stage, 'batch', 0.06),
  ];
}

function clientDoor(stage: FuzzStage, kind: ClientKind, share: number): Door {
  const { port } = stage.place;
  const known: KnownSession[] = [];
  const open = async (slot: number): Promise<void> => {
    const path = addresses[slot % addresses.length] ?? '/mcp';
    const id = await stage.openSession(path, kind === 'batch' ? '2025-03-26' : '2025-11-25');
    known[slot] = { path, id };
  };
  return {
    name: `clients, ${kind}`,
    share,
    lanes: 24,
    open: async () => {
      for (let slot = 0; slot < sessions; slot++) await open(slot);
    },
    attack: async (random) => {
      const slot = random.int(0, sessions - 1);
      const session = known[slot] ?? { path: '/mcp', id: 'none' };
      const parts = clientRequest(random, kind, session);
      const request = rawRequest(random, port, parts);
      const reply = await sendRaw(port, request, deadlineMs);
      // It may have been this session.
      if (parts.method === 'DELETE' && reply.status === 200) await open(slot);
      return judge(request, reply);
    },
    close: async () => {
      for (const { path, id } of known) await stage.closeSession(path, id);
    },
  };
}
