// What requests to the registration routes say, whatever their Content-Type: old clients do not all send the right one.
import type { FastifyRequest } from 'fastify';
import { isRecord } from '../../../../shared/is-record.ts';
import { parsedJson } from '../../../../shared/parsed-json.ts';
import type { Body } from '../fields.ts';

/** The body as an object; null when it is empty, not JSON, or something else than an object. */
export function readBody(request: FastifyRequest): Body | null {
  if (!(request.body instanceof Buffer)) return null;
  const value = parsedJson(request.body.toString('utf8').replace(/^\uFEFF/, ''));
  return isRecord(value) ? value : null;
}

/** One value of the query; undefined when it is absent or there are several. */
export function queryOf(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether an existing registration is to be answered with 200: `Prefer: return=existing` or `?if_exists=return`. */
export function prefersExisting(request: FastifyRequest): boolean {
  if (queryOf(request, 'if_exists') === 'return') return true;
  const { prefer } = request.headers;
  const wishes = [prefer ?? []].flat().flatMap((line) => line.split(/[,;]/));
  return wishes.some((wish) => /^\s*return\s*=\s*"?existing"?\s*$/i.test(wish));
}

/** The address that the request came to, as a URL without a slash at its end. */
export function ownAddress(request: FastifyRequest): string {
  const { localAddress = '127.0.0.1', localPort } = request.socket;
  const written = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
  const host = request.headers.host ?? '';
  return `${request.protocol}://${host === '' ? `${written}${localPort === undefined ? '' : `:${localPort}`}` : host}`;
}

/** A header's value; undefined when it is absent. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
