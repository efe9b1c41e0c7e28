// A line that a child printed, as messages; what is none is skipped, and told.
import type { Logger } from '../ports.ts';
import { scanLine } from '../relay/wire/line.ts';
import { MessageError, type Message } from '../relay/wire/message.ts';

/** Hands on each message in the line. Never throws. */
export function readChildLine(
  line: Buffer,
  server: string,
  logger: Logger,
  receive: (message: Message) => void,
): void {
  const skipped = ({ message }: MessageError): void =>
    logger.warn(`"${server}" printed a line that is no JSON-RPC message; skipped: ${message}`);
  try {
    for (const message of scanLine(line, skipped)) receive(message);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    skipped(error);
  }
}
