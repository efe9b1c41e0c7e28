// What a server says of itself, read from the bodies that old and new clients send (S0, S1): `server_id` and `server_url`,
// or the older `name` and `url`. Tells such a body from a client's; decides nothing.
import { reservedNames, serverNamePattern } from '../../../shared/names.ts';
import { fieldFault, shown } from './faults.ts';
import { anyObject, fieldOf, optionalText, textList, type Body } from './fields.ts';
import { parseServerUrl, type ServerUrl } from './server-url.ts';

export interface Announcement {
  readonly id: string;
  readonly url: ServerUrl;
  readonly name: string | null;
  readonly description: string | null;
  readonly capabilities: readonly string[];
  readonly metadata: unknown;
  readonly uuid: string | null;
}

/** Which server a body means. What it does not say is undefined. */
export interface ServerReference {
  readonly key: string | undefined;
  readonly id: string | undefined;
  readonly copy: number | undefined;
  /** As it was written; never empty. */
  readonly url: string | undefined;
}

const idAccepted = '1 to 64 of A-Z a-z 0-9 . _ -, not starting with a dot';
const maxUuidLength = 128;

/**
 * Whether a body begins to name a server, rightly or not; all others are clients'. An older body has `name` and `url`;
 * a `name` alone may be a client's, and a `url` alone beside `client_info`, too.
 */
export function namesServer(body: Body): boolean {
  const has = (field: string): boolean => Object.hasOwn(body, field);
  if (has('server_id') || has('server_url')) return true;
  return has('url') && (has('name') || !has('client_info'));
}

/** Reads a server's registration. Throws REGISTRATION_INVALID for the first field that is wrong. */
export function readAnnouncement(body: Body): Announcement {
  return {
    id: readId(body),
    url: readUrl(body),
    name: optionalText(body, 'server_name') ?? null,
    description: optionalText(body, 'description') ?? null,
    capabilities: textList(body, 'capabilities'),
    metadata: anyObject(body, 'metadata'),
    uuid: readUuid(body),
  };
}

/**
 * Reads which server is meant, in an `unregister` or a heartbeat. Throws REGISTRATION_INVALID for fields of another
 * type; a text that names nothing is no fault.
 */
export function readReference(body: Body): ServerReference {
  const copy = fieldOf(body, 'copy_number');
  if (copy !== undefined && !(Number.isSafeInteger(copy) && Number(copy) >= 1)) {
    throw fieldFault('copy_number', `is ${shown(copy)}`, 'a whole number from 1');
  }
  return {
    key: filled(optionalText(body, 'server_key')),
    id: filled(optionalText(body, 'server_id') ?? optionalText(body, 'name')),
    copy: copy === undefined ? undefined : Number(copy),
    url: filled(optionalText(body, 'server_url') ?? optionalText(body, 'url')),
  };
}

function readId(body: Body): string {
  const field =
    fieldOf(body, 'server_id') === undefined && Object.hasOwn(body, 'name') ? 'name' : 'server_id';
  const id = optionalText(body, field, idAccepted);
  if (id === undefined) throw fieldFault('server_id', 'is missing', idAccepted);
  if (!serverNamePattern.test(id)) throw fieldFault(field, `is ${shown(id)}`, idAccepted);
  if (reservedNames.includes(id.toLowerCase())) {
    throw fieldFault(
      field,
      `is ${shown(id)}, a word of the gateway's own routes`,
      `${idAccepted}, and other words`,
    );
  }
  return id;
}

function readUrl(body: Body): ServerUrl {
  const field =
    fieldOf(body, 'server_url') === undefined && Object.hasOwn(body, 'url') ? 'url' : 'server_url';
  const accepted = 'an http or https URL, such as http://127.0.0.1:8000';
  const text = optionalText(body, field, accepted);
  if (text === undefined) throw fieldFault('server_url', 'is missing', accepted);
  return parseServerUrl(text, field);
}

/** A UUID4 is wanted, not enforced. */
function readUuid(body: Body): string | null {
  const expected = `a text of at most ${maxUuidLength} characters, best a UUID4`;
  const uuid = filled(optionalText(body, 'uuid', expected));
  if (uuid === undefined) return null;
  if (uuid.length > maxUuidLength) throw fieldFault('uuid', `has ${uuid.length} characters`, expected);
  return uuid;
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
