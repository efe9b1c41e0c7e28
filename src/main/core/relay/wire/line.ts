// One line of a child's output as messages: a single one, or a batch (allowed in revision 2025-03-26 only).
import { unmarkWhole } from '../../give-back.ts';
import { MessageError, rpcCode, scanMessage, type Message } from './message.ts';
import { eachElement, ScanError, skipSpace, type Span } from './scan.ts';

/**
 * Throws MessageError when the line is neither a message nor a batch. A bad message of a batch is told to `onBad`; the
 * others are returned.
 */
export function scanLine(line: Buffer, onBad: (error: MessageError) => void): readonly Message[] {
  if (line[skipSpace(line, 0)] !== 0x5b) return [scanMessage(line)];
  unmarkWhole(line);
  const spans: Span[] = [];
  try {
    eachElement(line, 0, (span) => spans.push(span));
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    throw new MessageError(rpcCode.parseError, `The batch is not JSON: ${error.message}.`);
  }
  return spans.flatMap(({ start, end }) => {
    try {
      return [scanMessage(line.subarray(start, end))];
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      onBad(error);
      return [];
    }
  });
}
