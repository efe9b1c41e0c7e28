// `list_servers`: the servers behind this gateway and where each is reached. Not how they are run, nor what they print.
import { z } from 'zod';
import type { OwnCommand } from './types.ts';

export const listServersCommand: OwnCommand = {
  description: 'Lists the MCP servers behind this gateway with their state.',
  params: z.strictObject({}),
  run: (_params, source) => {
    const servers = source
      .servers()
      .map(({ name, source: from, kind, enabled, status, url, tools, era, sessions }) => ({
        name,
        source: from,
        kind,
        enabled,
        status,
        url,
        tools,
        era,
        sessions,
      }));
    return { success: true, data: { count: servers.length, servers } };
  },
};
