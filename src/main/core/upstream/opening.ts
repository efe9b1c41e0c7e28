// How a connection to a server begins: what it is asked first, and what its answer means. One for each era; whoever opens
// servers knows no era by name.
import { notificationMessage } from '../relay/wire/edit.ts';
import type { ClientInfo } from '../relay/types.ts';
import type { Message } from '../relay/wire/message.ts';
import { readHandshake } from './handshake.ts';
import type { Handshake } from './types.ts';

export interface Opening {
  /** The first request, and its parameters. */
  readonly method: string;
  params(client: ClientInfo): unknown;
  /** A request that is answered at once, whatever the server does. */
  ping(client: ClientInfo): { readonly method: string; readonly params: unknown };
  /** Whether this answer shows that the server is not to be opened in this way. */
  isMisfit(answer: Message): boolean;
  /** Throws AppError when the server refused or answered nonsense. */
  read(serverName: string, answer: Message): Handshake;
  /** What the server is told when it has answered; null: nothing. */
  readonly confirmation: Buffer | null;
  /** A request that stays open, to hear which of its lists change; null: the server tells by itself. */
  watch(
    handshake: Handshake,
    client: ClientInfo,
  ): { readonly method: string; readonly params: unknown } | null;
  /** Whether some servers that do not know it end, instead of saying so. */
  readonly isRisky: boolean;
  /** Whether the server keeps log level and subscriptions for its connection, and has to be told them again. */
  readonly keepsWishes: boolean;
}

/** MCP basic/lifecycle, up to revision 2025-11-25. */
export const legacyOpening: Opening = {
  method: 'initialize',
  params: (client) => client,
  ping: () => ({ method: 'ping', params: {} }),
  isMisfit: (answer) => answer.kind === 'error',
  read: readHandshake,
  confirmation: notificationMessage('notifications/initialized'),
  watch: () => null,
  isRisky: false,
  keepsWishes: true,
};
