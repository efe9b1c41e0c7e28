// Modern requests on a child that all share: each is a peer of its own for the time it takes, as nothing outlasts it
// (MCP 2026-07-28, basic/transports/stdio).
import { readClaim } from '../../relay/modern/claim.ts';
import type { ModernLink, ModernRequest, Underway } from '../../relay/modern/types.ts';
import { failureMessage } from '../../relay/rpc-errors.ts';
import { logLevels } from '../../relay/shared-state.ts';
import type { ClientInfo, Exchange, Peer } from '../../relay/types.ts';
import { idText, pickMembers, scanMessage, textAt, type Message } from '../../relay/wire/message.ts';
import type { StdioConnection } from '../stdio-connection.ts';

const nothing: Underway = { cancel: () => undefined };

export class ModernStdioLink implements ModernLink {
  private readonly connection: StdioConnection;
  private count = 0;

  constructor(connection: StdioConnection) {
    this.connection = connection;
  }

  request({ message }: ModernRequest, exchange: Exchange): Underway {
    const { mux } = this.connection;
    let isOver = false;
    try {
      const { protocolVersion, capabilities, clientInfo, logLevel } = readClaim(message);
      const peer = passingPeer(`modern-${++this.count}`, { protocolVersion, capabilities, clientInfo });
      const heard: Exchange = {
        send: (bytes) => {
          if (!isOver && isWanted(bytes, logLevel)) exchange.send(bytes);
        },
        finish: (answer) => {
          if (!isOver) exchange.finish(answer);
          isOver = true;
        },
        abandon: () => {
          if (!isOver) exchange.abandon();
          isOver = true;
        },
      };
      const pending = mux.request(peer, message, heard, () => this.connection.noteUse());
      this.connection.noteUse();
      return {
        cancel: (reason) => {
          isOver = true;
          mux.drop(pending, reason);
        },
      };
    } catch (error) {
      exchange.finish(failureMessage(idText(message), error));
      return nothing;
    }
  }
}

/** Servers of this era ask nobody; whatever is no answer and no progress is told by subscriptions. */
function passingPeer(id: string, client: ClientInfo): Peer {
  const nothing = (): undefined => undefined;
  return { id, client, isNeverAsked: true, isPassing: true, send: nothing, ask: () => '', withdraw: nothing };
}

/** On a shared pipe a log message says not whose it is: it goes to those who asked for its level. */
function isWanted(bytes: Buffer, logLevel: string | null): boolean {
  if (!bytes.includes('notifications/message')) return true;
  const message: Message = scanMessage(bytes);
  if (message.method !== 'notifications/message') return true;
  if (logLevel === null) return false;
  const level = textAt(bytes, pickMembers(bytes, message.body, ['level']).level) ?? 'info';
  return logLevels.indexOf(level) >= logLevels.indexOf(logLevel);
}
