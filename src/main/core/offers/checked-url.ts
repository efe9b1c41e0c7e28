// Which addresses are fetched from at all, as far as they say so themselves. Pure.
import { isLoopbackHost, parseAuthority } from '../http-guards/authority.ts';
import { isForbiddenAddress } from '../http-guards/forbidden-addresses.ts';
import { unusableOffer } from './faults.ts';

/** `from` is what redirected to it or named it: neither ever leads back to this machine. Throws OFFER_UNUSABLE. */
export function checkedUrl(text: string, from: URL | null): URL {
  const base = from ?? undefined;
  if (text.length > 8192 || !URL.canParse(text, base?.href))
    throw unusableOffer(text.slice(0, 200), 'is no address', 'Give one that begins with https://.');
  const url = new URL(text, base?.href);
  const host = parseAuthority(url.hostname)?.host ?? url.hostname;
  const isHere = isLoopbackHost(host);
  const wasHere = from === null || isLoopbackHost(parseAuthority(from.hostname)?.host ?? '');
  const fault = (what: string): Error =>
    unusableOffer(url.href.slice(0, 200), what, 'Give an https address without credentials.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) throw fault('is not https');
  if (isHere && !wasHere) throw fault('leads back to this machine');
  if (url.username !== '' || url.password !== '') throw fault('holds credentials');
  if (isForbiddenAddress(url.hostname)) throw fault('is an address that is never called');
  return url;
}
