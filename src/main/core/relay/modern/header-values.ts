// Values of a message as HTTP header values, and back (MCP basic/transports/streamable-http, value encoding).

const sentinel = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/;
/** Visible ASCII, blanks and tabs within. */
const plain = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/** The value as a header carries it: as it is where that is safe, else in Base64 between markers. */
export function encodeHeaderValue(value: string): string {
  const isSafe =
    value === '' || (plain.test(value) && !(value.startsWith('=?base64?') && value.endsWith('?=')));
  return isSafe ? value : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}

/** The value that a header carries; null when it is not one that a client may send. */
export function decodeHeaderValue(header: string): string | null {
  const coded = sentinel.exec(header)?.[1];
  if (coded !== undefined) {
    const bytes = Buffer.from(coded, 'base64');
    const text = bytes.toString('utf8');
    const isExact = bytes.toString('base64') === coded && Buffer.from(text).equals(bytes);
    return isExact ? text : null;
  }
  if (header.startsWith('=?base64?') && header.endsWith('?=')) return null;
  return header === '' || plain.test(header) ? header : null;
}
