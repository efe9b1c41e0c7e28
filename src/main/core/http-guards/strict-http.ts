// How strictly HTTP is read, on both ports. What a request means is not its business.
import type { ServerOptions } from 'node:http';

/** Of all headers together, in bytes; more is answered with 431. */
export const maxHeaderBytes = 16_384;

export const strictHttp = {
  maxHeaderSize: maxHeaderBytes,
  // What only a lenient reader takes is how requests are smuggled (RFC 9112, section 11.2).
  insecureHTTPParser: false,
  // The guard of Host says what is wrong; Node would only close.
  requireHostHeader: false,
} as const satisfies ServerOptions;
