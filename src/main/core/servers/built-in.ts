// The server `patchbay`: tools about Patchbay itself, so that a fresh install has something to call.
// Lives in this process; speaks MCP like any other. What the tools do is in built-in-tools.ts.
import { z } from 'zod';
import { failureMessage } from '../relay/rpc-errors.ts';
import { newestLegacyRevision } from '../relay/revisions.ts';
import type { Exchange, Link } from '../relay/types.ts';
import { errorMessage, resultMessage } from '../relay/wire/edit.ts';
import { idText, parseAt, rpcCode, type Message } from '../relay/wire/message.ts';
import { initializeAnswer } from '../upstream/handshake.ts';
import type { Handshake, Upstream } from '../upstream/types.ts';
import { callBuiltInTool, listBuiltInTools, type BuiltInSource } from './built-in-tools.ts';

export class BuiltInUpstream implements Upstream {
  private readonly source: BuiltInSource;
  private readonly handshake: Handshake;
  private readonly startedAt: number;

  /** `now`: epoch milliseconds. */
  constructor(source: BuiltInSource, now: number) {
    this.source = source;
    this.startedAt = now;
    this.handshake = describeSelf(source.version);
  }

  get status(): Upstream['status'] {
    const { handshake, startedAt } = this;
    return {
      status: 'ready',
      problem: null,
      pids: [],
      startedAt,
      retryAt: null,
      circuit: 'closed',
      restarts: 0,
      inFlight: 0,
      lastSeenAt: startedAt,
      silentSince: null,
      handshake,
    };
  }

  connect(): Link {
    return {
      request: (message, exchange) => this.answer(message, exchange),
      notify: () => undefined,
      close: () => undefined,
    };
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  restart(): Promise<void> {
    return Promise.resolve();
  }

  private answer(message: Message, exchange: Exchange): void {
    const id = idText(message);
    switch (message.method) {
      case 'initialize': {
        const params = z
          .looseObject({ protocolVersion: z.string().catch('') })
          .catch({ protocolVersion: '' });
        const { protocolVersion } = params.parse(parseAt(message.bytes, message.body));
        exchange.finish(initializeAnswer(id, this.handshake, protocolVersion));
        break;
      }
      case 'ping':
        exchange.finish(resultMessage(id, {}));
        break;
      case 'tools/list':
        exchange.finish(resultMessage(id, { tools: listBuiltInTools() }));
        break;
      case 'tools/call':
        exchange.finish(this.call(id, parseAt(message.bytes, message.body)));
        break;
      default:
        exchange.finish(
          errorMessage(id, { code: rpcCode.methodNotFound, message: `Method not found: ${message.method}` }),
        );
    }
  }

  private call(id: string, params: unknown): Buffer {
    try {
      return resultMessage(id, callBuiltInTool(params, this.source));
    } catch (error) {
      return failureMessage(id, error);
    }
  }
}

function describeSelf(version: string): Handshake {
  const serverInfo = { name: 'patchbay', title: 'Patchbay', version };
  const result = { protocolVersion: newestLegacyRevision, capabilities: { tools: {} }, serverInfo };
  return { ...result, text: JSON.stringify(result), instructions: undefined, era: 'legacy' };
}
