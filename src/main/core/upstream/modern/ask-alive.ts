// A sign of life of a server of the modern era, which knows no pings: it has to answer `server/discover` (MCP 2026-07-28).
import { AppError } from '../../../../shared/errors.ts';
import type { ModernLink } from '../../relay/modern/types.ts';
import type { ClientInfo } from '../../relay/types.ts';
import { requestMessage } from '../../relay/wire/edit.ts';
import { scanMessage } from '../../relay/wire/message.ts';
import { awaitedExchange } from '../handshake.ts';
import { discoverParams } from './discovered.ts';

/** Resolves when it has answered anything. Rejects with AppError when no answer will come. */
export async function askAlive(link: ModernLink, client: ClientInfo, server: string): Promise<void> {
  const { exchange, answer } = awaitedExchange(
    () => new AppError('SERVER_EXITED', `"${server}" gave up server/discover.`, { details: { server } }),
  );
  const message = scanMessage(requestMessage('"alive"', 'server/discover', discoverParams(client)));
  link.request({ message, paramHeaders: null }, exchange);
  await answer;
}
