// What a server says while nobody listens to its call: kept in order, within bounds, the oldest lost first.
import type { Message } from '../wire/message.ts';

const maxMessages = 256;
const maxBytes = 1024 * 1024;

export class Backlog {
  private messages: Message[] = [];
  private bytes = 0;

  add(message: Message): void {
    this.messages.push(message);
    this.bytes += message.bytes.length;
    while (this.messages.length > maxMessages || (this.bytes > maxBytes && this.messages.length > 1)) {
      this.bytes -= this.messages.shift()?.bytes.length ?? 0;
    }
  }

  /** All that is kept, which is forgotten by this. */
  take(): readonly Message[] {
    const { messages } = this;
    this.messages = [];
    this.bytes = 0;
    return messages;
  }
}
