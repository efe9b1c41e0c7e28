// A child's stdin: one message a line. A pipe that breaks is the child's end to notice, never an exception of ours.
import type { Writable } from 'node:stream';
import type { Written } from './types.ts';

export interface ChildInput {
  /** Writes a message; with a pause until `onDrain` when it was `underway`, so that no other is in doubt if the pipe breaks. */
  write(message: Buffer): Written;
  close(): void;
}

const newline = Buffer.from('\n');
/** Below, copying is cheaper than a vectored write. */
const smallBytes = 16_384;

export function createChildInput(
  stdin: Writable,
  handlers: { onDrain(): void; onBroken(): void },
): ChildInput {
  stdin.on('error', () => handlers.onBroken());
  return {
    write: (message) => {
      if (!stdin.writable) return 'refused';
      let isUnderway = false;
      const written = (error?: Error | null): void => {
        if (isUnderway && (error === undefined || error === null)) handlers.onDrain();
      };
      if (message.length < smallBytes) {
        stdin.write(Buffer.concat([message, newline]), written);
      } else {
        stdin.cork();
        stdin.write(message);
        stdin.write(newline, written);
        stdin.uncork();
      }
      // A pipe that is broken already says so at once, and has taken nothing.
      if (stdin.errored !== null) return 'refused';
      isUnderway = stdin.writableLength > 0;
      return isUnderway ? 'underway' : 'taken';
    },
    close: () => {
      if (stdin.writable) stdin.end();
    },
  };
}
