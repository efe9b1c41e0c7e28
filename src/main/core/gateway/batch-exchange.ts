// The answers to one batch, gathered: one JSON array when they are all there is, events of one stream as soon as anything
// else comes first (MCP 2025-03-26, basic/transports, sending messages to the server).
import type { Exchange } from '../relay/types.ts';
import type { PostExchange } from './post-exchange.ts';

export class BatchExchange {
  private readonly post: PostExchange;
  private readonly answers: Buffer[];
  private openCount: number;

  /** `requests`: how many answers are to come, at least one; `refusals`: those that are here already. */
  constructor(post: PostExchange, requests: number, refusals: readonly Buffer[]) {
    this.post = post;
    this.openCount = requests;
    this.answers = [...refusals];
  }

  /** For one request of the batch. */
  exchange(): Exchange {
    return {
      send: (message) => this.post.send(message),
      room: () => this.post.room(),
      finish: (answer) => {
        this.answers.push(answer);
        this.settled();
      },
      abandon: () => this.settled(),
    };
  }

  private settled(): void {
    this.openCount--;
    if (this.post.isStreaming) for (const answer of this.answers.splice(0)) this.post.send(answer);
    if (this.openCount > 0) return;
    if (this.answers.length === 0) this.post.abandon();
    else this.post.finish(arrayOf(this.answers));
  }
}

/** JSON values as a JSON array, each as it is written. */
export function arrayOf(values: readonly Buffer[]): Buffer {
  const parts = values.flatMap((value, index) => [Buffer.from(index === 0 ? '[' : ','), value]);
  return Buffer.concat([...parts, Buffer.from(']')]);
}
