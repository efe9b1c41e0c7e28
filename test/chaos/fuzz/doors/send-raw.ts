// A request as bytes on a socket of its own, and what comes back: no HTTP client in between that would put it right.
import { connect } from 'node:net';

export interface RawRequest {
  readonly bytes: Buffer;
  /** false: something is missing at its end, so that an answer is not owed. */
  readonly isComplete: boolean;
}

export interface RawReply {
  /** null: the connection was closed without an answer. */
  readonly status: number | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** All of it, unless it was long or a stream. */
  readonly body: string;
  /** The body has not been read to its end. */
  readonly isCut: boolean;
  /** Neither an answer nor an end came in time. */
  readonly hasHung: boolean;
}

const keptCharacters = 65_536;
/** An event stream may never end: so long is listened to it. */
const lingerMs = 10;
/** For an incomplete request: then the client leaves. */
const leaveAfterMs = 20;

/** Never rejects. */
export function sendRaw(
  port: number,
  { bytes, isComplete }: RawRequest,
  deadlineMs: number,
): Promise<RawReply> {
  return new Promise((resolve) => {
    let text = '';
    let hasHung = false;
    let isCut = false;
    const socket = connect(port, '127.0.0.1');
    const cut = (): void => {
      isCut = true;
      socket.destroy();
    };
    const deadline = setTimeout(() => {
      hasHung = true;
      cut();
    }, deadlineMs);
    let linger: NodeJS.Timeout | undefined;
    let leaving: NodeJS.Timeout | undefined;
    socket.on('connect', () => {
      socket.write(bytes);
      if (!isComplete) leaving = setTimeout(() => socket.end(), leaveAfterMs);
    });
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.length > keptCharacters) cut();
      else if (isStream(text)) linger ??= setTimeout(cut, lingerMs);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const timer of [deadline, linger, leaving]) clearTimeout(timer);
      resolve({ ...parse(text), isCut, hasHung });
    });
  });
}

/** "Go on" is no answer yet. */
function withoutInterim(text: string): string {
  return text.replace(/^(HTTP\/1\.1 1\d\d [^\r\n]*\r\n([^\r\n]+\r\n)*\r\n)+/, '');
}

function isStream(all: string): boolean {
  const text = withoutInterim(all);
  const end = text.indexOf('\r\n\r\n');
  return end >= 0 && /\r\ncontent-type: text\/event-stream/i.test(text.slice(0, end));
}

function parse(all: string): Pick<RawReply, 'status' | 'headers' | 'body'> {
  const text = withoutInterim(all);
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = (end < 0 ? text : text.slice(0, end)).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(first)?.[1];
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  // What comes after the body answers something else: the rest of a request that was taken for another one.
  const length = headers['content-length'] === undefined ? Infinity : Number(headers['content-length']);
  const body = end < 0 ? '' : Buffer.from(text.slice(end + 4, end + 4 + length), 'latin1').toString('utf8');
  return { status: status === undefined ? null : Number(status), headers, body };
}
