// A session's part of what servers ask its client: each question under an id that is free here, each answered once.
import type { Bounds } from '../bounds/bounds.ts';
import { keepNewest } from './keep-newest.ts';
import { OwnIds } from './own-ids.ts';
import { failureMessage } from './rpc-errors.ts';
import type { Exchange } from './types.ts';
import { cancelledMessage, withId } from './wire/edit.ts';
import { idText, scanMessage, type Message } from './wire/message.ts';

/** Ids of questions that are not given again: an answer may come late. */
const rememberedIds = 1024;

interface Asked {
  readonly reply: (answer: Message) => void;
  /** Where the client was asked, and is told when the answer is no longer wanted. */
  readonly send: (message: Buffer) => void;
}

export class OpenQuestions {
  /** Both null until something is asked: most clients are asked nothing. */
  private asked: Map<string, Asked> | null = null;
  private used: Set<string> | null = null;
  private readonly renamesAll: boolean;
  private readonly bounds: Bounds;
  private readonly ownIds = new OwnIds();

  /** `renamesAll`: the client has been asked before by somebody whose ids are not known here. */
  constructor({ renamesAll, bounds }: { readonly renamesAll: boolean; readonly bounds: Bounds }) {
    this.renamesAll = renamesAll;
    this.bounds = bounds;
  }

  /**
   * Sends the question under `exchange`, or by `standalone` where it belongs to none. Returns the id it went out with, the
   * server's own where that can be had, so that the bytes stay as they came; `reply` gets the answer under that id.
   */
  ask(
    request: Message,
    exchange: Exchange | null,
    standalone: (message: Buffer) => void,
    reply: (answer: Message) => void,
  ): string {
    const own = idText(request);
    const asked = (this.asked ??= new Map());
    const used = (this.used ??= new Set());
    if (asked.size >= this.bounds.get('questionsPerSession')) {
      const many = `The client has left ${asked.size} questions unanswered.`;
      const refusal = scanMessage(failureMessage(own, this.bounds.refusal('questionsPerSession', many)));
      // After the caller has noted the id.
      queueMicrotask(() => reply(refusal));
      return own;
    }
    const isTaken = this.renamesAll || used.has(own) || asked.has(own);
    const id = isTaken || !comesBack(own) ? this.ownIds.next() : own;
    if (id === own) keepNewest(used.add(own), rememberedIds);
    const send = exchange === null ? standalone : (message: Buffer): void => exchange.send(message);
    asked.set(id, { reply, send });
    send(id === own ? request.bytes : withId(request, id));
    return id;
  }

  /** The client's answer, whatever it is; one that nobody waits for is dropped. */
  answered(answer: Message): void {
    const id = idText(answer);
    const asked = this.asked?.get(id);
    this.asked?.delete(id);
    asked?.reply(answer);
  }

  /** The server no longer wants the answer. */
  withdraw(id: string, reason: string): void {
    const asked = this.asked?.get(id);
    if (asked === undefined) return;
    this.asked?.delete(id);
    asked.send(cancelledMessage(id, reason));
  }

  clear(): void {
    this.asked?.clear();
  }
}

/** Whether a client that reads and prints JSON as most do gives this id back as it is; 1.0 and 1e400 it would not. */
function comesBack(id: string): boolean {
  return JSON.stringify(JSON.parse(id)) === id;
}
