// Messages within formats in which a line break means something. JSON has line breaks only between tokens.

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dataField = Buffer.from('data: ');
const lineEnd = Buffer.from('\n');

/** The message as one line (MCP basic/transports, stdio): line breaks become blanks. */
export function oneLine(message: Buffer): Buffer {
  if (!hasLineBreak(message)) return message;
  const copy = Buffer.from(message);
  for (let index = 0; index < copy.length; index++) {
    if (isLineBreak(copy[index])) copy[index] = 0x20;
  }
  return copy;
}

/**
 * An event of a stream, with what stands before its data (WHATWG HTML, server-sent events): each line of the message is a
 * line of data, so that the reader has its line breaks again, as line feeds.
 */
export function eventBytes(head: string, message: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from(head)];
  let start = 0;
  if (hasLineBreak(message)) {
    for (let index = 0; index < message.length; index++) {
      if (!isLineBreak(message[index])) continue;
      parts.push(dataField, message.subarray(start, index), lineEnd);
      if (message[index] === carriageReturn && message[index + 1] === lineFeed) index++;
      start = index + 1;
    }
  }
  parts.push(dataField, message.subarray(start), lineEnd, lineEnd);
  return Buffer.concat(parts);
}

function hasLineBreak(bytes: Buffer): boolean {
  return bytes.includes(lineFeed) || bytes.includes(carriageReturn);
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn;
}
