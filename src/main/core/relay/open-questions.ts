// A session's part of what servers ask its client: each question under an id that is free here, each answered once.
import { keepNewest } from './keep-newest.ts';
import { OwnIds } from './own-ids.ts';
import type { Exchange } from './types.ts';
import { cancelledMessage, errorMessage, withId } from './wire/edit.ts';
import { idText, rpcCode, scanMessage, type Message } from './wire/message.ts';

/** Ids of questions that are not given again: an answer may come late. */
const rememberedIds = 1024;
/** Questions that a client may leave unanswered; beyond it servers get an error. */
const maxOpen = 256;

interface Asked {
  readonly reply: (answer: Message) => void;
  /** Where the client was asked, and is told when the answer is no longer wanted. */
  readonly send: (message: Buffer) => void;
}

export class OpenQuestions {
  private readonly asked = new Map<string, Asked>();
  private readonly used = new Set<string>();
  private readonly renamesAll: boolean;
  private readonly ownIds = new OwnIds();

  /** `renamesAll`: the client has been asked before by somebody whose ids are not known here. */
  constructor({ renamesAll }: { readonly renamesAll: boolean }) {
    this.renamesAll = renamesAll;
  }

  /**
   * Sends the question under `exchange`, or by `standalone` where it belongs to none. Returns the id it went out with, the
   * server's own where that was never used, so that the bytes stay as they came; `reply` gets the answer under that id.
   */
  ask(
    request: Message,
    exchange: Exchange | null,
    standalone: (message: Buffer) => void,
    reply: (answer: Message) => void,
  ): string {
    const own = idText(request);
    if (this.asked.size >= maxOpen) {
      const message = `The client has left ${maxOpen} questions unanswered.`;
      const refusal = scanMessage(errorMessage(own, { code: rpcCode.internalError, message }));
      // After the caller has noted the id.
      queueMicrotask(() => reply(refusal));
      return own;
    }
    const id = this.renamesAll || this.used.has(own) || this.asked.has(own) ? this.ownIds.next() : own;
    if (id === own) keepNewest(this.used.add(own), rememberedIds);
    const send = exchange === null ? standalone : (message: Buffer): void => exchange.send(message);
    this.asked.set(id, { reply, send });
    send(id === own ? request.bytes : withId(request, id));
    return id;
  }

  /** The client's answer, whatever it is; one that nobody waits for is dropped. */
  answered(answer: Message): void {
    const id = idText(answer);
    const asked = this.asked.get(id);
    this.asked.delete(id);
    asked?.reply(answer);
  }

  /** The server no longer wants the answer. */
  withdraw(id: string, reason: string): void {
    const asked = this.asked.get(id);
    if (asked === undefined) return;
    this.asked.delete(id);
    asked.send(cancelledMessage(id, reason));
  }

  clear(): void {
    this.asked.clear();
  }
}
