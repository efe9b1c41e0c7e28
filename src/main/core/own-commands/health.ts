// `health`: how the gateway is, in the words of S1. No secrets: it needs no token.
import { availableParallelism, freemem, totalmem } from 'node:os';
import { z } from 'zod';
import type { OwnCommand } from './types.ts';

const params = z.strictObject({});
const megabyte = 1_048_576;

/** `commandCount`: how many commands there are, this one included. */
export function healthCommand(commandCount: number): OwnCommand {
  return {
    description: 'How the gateway is, and its parts.',
    params,
    run: (_params, { version, startedAt, now, announcement }) => {
      const { enabled, registered, server_key, proxy_url } = announcement.getRegistrationStatus();
      return {
        success: true,
        data: {
          status: 'ok',
          version,
          uptime: (now() - startedAt) / 1000,
          components: {
            system: {
              platform: process.platform,
              arch: process.arch,
              node_version: process.versions.node,
              cpu_count: availableParallelism(),
              memory_total_mb: Math.round(totalmem() / megabyte),
              memory_available_mb: Math.round(freemem() / megabyte),
            },
            process: {
              pid: process.pid,
              memory_usage_mb: Math.round(process.memoryUsage.rss() / megabyte),
              start_time: startedAt / 1000,
            },
            commands: { registered_count: commandCount },
            proxy_registration: { enabled, registered, server_key, proxy_url },
          },
        },
      };
    },
  };
}
