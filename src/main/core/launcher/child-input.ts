// A child's stdin: one message a line. A pipe that breaks is the child's end to notice, never an exception of ours.
import type { Writable } from 'node:stream';

export interface ChildInput {
  /** Queues a message; false when the pipe wants a pause until `onDrain`. After the end messages vanish. */
  write(message: Buffer): boolean;
  close(): void;
}

const newline = Buffer.from('\n');
/** Below, copying is cheaper than a vectored write. */
const smallBytes = 16_384;

export function createChildInput(
  stdin: Writable,
  handlers: { onDrain(): void; onBroken(): void },
): ChildInput {
  stdin.on('drain', () => handlers.onDrain());
  stdin.on('error', () => handlers.onBroken());
  return {
    write: (message) => {
      if (!stdin.writable) return true;
      if (message.length < smallBytes) return stdin.write(Buffer.concat([message, newline]));
      stdin.cork();
      stdin.write(message);
      const goesOn = stdin.write(newline);
      stdin.uncork();
      return goesOn;
    },
    close: () => {
      if (stdin.writable) stdin.end();
    },
  };
}
