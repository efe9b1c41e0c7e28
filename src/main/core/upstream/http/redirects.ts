// Redirects of a server behind a URL: within its own origin, and not for long.
import type { HttpAnswer } from './transport.ts';

/** Servers redirect `/mcp` to `/mcp/`; a chain is a mistake. */
export const maxRedirects = 2;

/** Where a redirect that keeps method and body leads, if it stays with the server that was configured. */
export function sameOriginTarget(
  { statusCode, headers }: Pick<HttpAnswer, 'statusCode' | 'headers'>,
  from: string,
): string | null {
  if (statusCode !== 307 && statusCode !== 308) return null;
  const { location } = headers;
  const target =
    typeof location === 'string' && URL.canParse(location, from) ? new URL(location, from) : null;
  return target !== null && target.origin === new URL(from).origin ? target.href : null;
}
