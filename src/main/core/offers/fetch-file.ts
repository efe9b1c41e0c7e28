// Fetching a file that a person named by address: https, or http from this machine itself; every step of a redirect is
// judged anew, and what comes is bounded in size and in how long nothing comes. Addresses that nothing is ever connected
// to are refused when the connection is made.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { request, type Dispatcher } from 'undici';
import { AppError } from '../../../shared/errors.ts';
import type { FindAddresses } from '../http-guards/guarded-connector.ts';
import { leadsInside } from '../http-guards/private-addresses.ts';
import { writeFailed } from '../store/write-failed.ts';
import { systemErrorCode } from '../system-error.ts';
import { checkedUrl } from './checked-url.ts';
import { unusableOffer } from './faults.ts';

const mostRedirects = 5;
const usualIdleMs = 30_000;
/** Against a sender that never ends; the largest bundle comes within it over a slow line. */
const mostMs = 60 * 60_000;

export interface FetchOptions {
  readonly dispatcher: Dispatcher;
  readonly maxBytes: number;
  /** What named the address; null: a person. */
  readonly from?: URL | null;
  /** For so long nothing may come, before the answer and within it; default 30 seconds. */
  readonly idleMs?: number;
  /** The system's by default. */
  readonly find?: FindAddresses;
}

/** Into the file, which must not be there. Resolves with its digest. Rejects with OFFER_UNUSABLE, STORE_WRITE_FAILED. */
export async function fetchFile(
  address: string,
  file: string,
  { dispatcher, maxBytes, from = null, idleMs = usualIdleMs, find }: FetchOptions,
): Promise<{ readonly sha256: string }> {
  const signal = AbortSignal.timeout(mostMs);
  let url = checkedUrl(address, from);
  await requireOutside(url, from, find);
  for (let step = 0; step <= mostRedirects; step += 1) {
    const answer = await request(url, {
      dispatcher,
      signal,
      method: 'GET',
      headers: { accept: '*/*', 'user-agent': 'patchbay' },
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
    }).catch((error: unknown) => {
      throw unreachable(url, error, idleMs);
    });
    const { statusCode, headers, body } = answer;
    const location = headers.location;
    if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
      await body.dump({ limit: 65_536 }).catch(() => undefined);
      const next = checkedUrl(location, url);
      await requireOutside(next, url, find);
      url = next;
      continue;
    }
    if (statusCode !== 200) {
      await body.dump({ limit: 65_536 }).catch(() => undefined);
      throw unusableOffer(url.href, `answered with HTTP ${statusCode}`, 'Check the address.');
    }
    try {
      return { sha256: await kept(body, file, { url, maxBytes }) };
    } catch (error) {
      throw error instanceof AppError ? error : unreachable(url, error, idleMs);
    }
  }
  throw unusableOffer(address, `redirects more than ${mostRedirects} times`, 'Check the address.');
}

/**
 * What is elsewhere does not send us into a network that it may not reach itself. That a name may lead elsewhere a moment
 * later changes little: whoever is there has no certificate for it.
 */
async function requireOutside(url: URL, from: URL | null, find?: FindAddresses): Promise<void> {
  if (from === null || from.hostname === url.hostname) return;
  const [isInside, wasInside] = await Promise.all([
    leadsInside(url.hostname, find),
    leadsInside(from.hostname, find),
  ]);
  if (!isInside || wasInside) return;
  const what = `is in a private network, and was named by ${from.host}`;
  throw unusableOffer(url.href.slice(0, 200), what, 'If it is the right one, give this address itself.');
}

/** Resolves with the digest. What the disk refuses is told as that: nothing is wrong with the address then. */
async function kept(
  body: AsyncIterable<Buffer>,
  file: string,
  { url, maxBytes }: { readonly url: URL; readonly maxBytes: number },
): Promise<string> {
  const refused = (error: unknown): never => {
    throw writeFailed(file, error);
  };
  const hash = createHash('sha256');
  const target = await open(file, 'wx', 0o600).catch(refused);
  try {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw unusableOffer(url.href, `is larger than ${maxBytes} bytes`, 'It is not fetched.');
      hash.update(chunk);
      await target.appendFile(chunk).catch(refused);
    }
  } finally {
    await target.close().catch(refused);
  }
  return hash.digest('hex');
}

const idleCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function unreachable(url: URL, error: unknown, idleMs: number): AppError {
  if (idleCodes.has(systemErrorCode(error) ?? ''))
    return unusableOffer(url.href, `sent nothing for ${idleMs / 1000} seconds`, 'Try again later.', error);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return unusableOffer(url.href, `could not be fetched: ${reason}`, 'Check the address.', error);
}
