// Sessions and exchanges that write down what reaches them.
import type { Exchange, Peer } from '../../src/main/core/relay/types.ts';
import { scanMessage, type Message } from '../../src/main/core/relay/wire/message.ts';

export type Json = Record<string, unknown>;

export const scan = (message: Json): Message => scanMessage(Buffer.from(JSON.stringify(message)));
export const parse = (bytes: Buffer): Json => JSON.parse(bytes.toString()) as Json;

/** A session that writes down what it hears. */
export class ListeningPeer implements Peer {
  readonly id: string;
  readonly client;
  readonly heard: Json[] = [];
  readonly asked = new Map<string, (answer: Message) => void>();

  constructor(id: string, capabilities: Record<string, unknown> = {}) {
    this.id = id;
    this.client = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: id, version: '1' } };
  }

  send(message: Buffer): void {
    this.heard.push(parse(message));
  }

  ask(request: Message, exchange: Exchange | null, reply: (answer: Message) => void): string {
    const id = JSON.stringify(parse(request.bytes)['id']);
    this.asked.set(id, reply);
    (exchange ?? this).send(request.bytes);
    return id;
  }

  withdraw(askedId: string): void {
    this.heard.push({ withdrawn: askedId });
  }
}

export interface ExchangeLog {
  readonly sent: Json[];
  answer: Json | null;
  abandoned: boolean;
}

export function recordingExchange(): { log: ExchangeLog; exchange: Exchange } {
  const log: ExchangeLog = {
    sent: [],
    answer: null,
    abandoned: false,
  };
  const exchange: Exchange = {
    send: (message) => log.sent.push(parse(message)),
    finish: (answer) => {
      if (log.answer !== null || log.abandoned) throw new Error('answered twice');
      log.answer = parse(answer);
    },
    abandon: () => {
      if (log.answer !== null || log.abandoned) throw new Error('answered twice');
      log.abandoned = true;
    },
  };
  return { log, exchange };
}
