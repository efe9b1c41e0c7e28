// The client at the other end of stdin and stdout, as the relay sees it: what is said to it is a line each, what it is
// asked gets an id of our own. Nothing else ever reaches stdout (MCP basic/transports, stdio).
import type { Writable } from 'node:stream';
import type { ClientInfo, Exchange, Peer } from '../core/relay/types.ts';
import { cancelledMessage, withId } from '../core/relay/wire/edit.ts';
import { oneLine } from '../core/relay/wire/frames.ts';
import { idText, scanMessage, type Message } from '../core/relay/wire/message.ts';

const lineEnd = Buffer.from('\n');

export class StdioPeer implements Peer {
  readonly id = 'stdio';
  /** What it said of itself in `initialize`. */
  client: ClientInfo;
  private readonly output: Writable;
  private readonly asked = new Map<string, (answer: Message) => void>();
  private questionCount = 0;
  private drained: Promise<void> | null = null;

  constructor(output: Writable, client: ClientInfo) {
    this.output = output;
    this.client = client;
  }

  send(message: Buffer): void {
    const isRoomLeft = this.output.write(Buffer.concat([oneLine(message), lineEnd]));
    if (!isRoomLeft) this.drained ??= this.untilDrained();
  }

  room(): Promise<void> | null {
    return this.drained;
  }

  ask(request: Message, _exchange: Exchange | null, reply: (answer: Message) => void): string {
    const id = `"patchbay-${++this.questionCount}"`;
    this.asked.set(id, reply);
    this.send(withId(request, id));
    return id;
  }

  withdraw(askedId: string, reason: string): void {
    if (this.asked.delete(askedId)) this.send(cancelledMessage(askedId, reason));
  }

  /** The client answered a question; one that nobody asked is of no use to anybody. */
  answered(answer: Message): void {
    const id = idText(answer);
    const reply = this.asked.get(id);
    this.asked.delete(id);
    reply?.(scanMessage(answer.bytes));
  }

  private untilDrained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.drained = null;
        this.output.off('drain', done).off('close', done);
        resolve();
      };
      this.output.once('drain', done).once('close', done);
    });
  }
}
