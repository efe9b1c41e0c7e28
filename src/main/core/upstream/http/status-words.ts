// What an HTTP error of a server says, in words for people.
import { isRecord } from '../../../../shared/is-record.ts';

/** What its body says, in a line that follows the status; empty where that is nothing. */
export function saidIn(body: string): string {
  return excerpt(errorText(body));
}

/** What to do about a status; undefined: nothing that is known. */
export function advice(status: number): string | undefined {
  if (status === 401 || status === 403) return 'Check the headers configured for this server.';
  if (status >= 300 && status < 400) return 'Configure the address that it redirects to.';
  return undefined;
}

/** What an error's body says: the message of JSON that has one, else the text itself. */
function errorText(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    const error = isRecord(parsed) ? (parsed['error'] ?? parsed) : null;
    if (isRecord(error) && typeof error['message'] === 'string') return error['message'];
    return typeof error === 'string' ? error : body;
  } catch {
    return body;
  }
}

function excerpt(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return line === '' ? '' : `: ${line.slice(0, 200)}${line.length > 200 ? '…' : ''}`;
}
