// Who was turned away before any HTTP: by the look of their certificate, or because they speak no TLS. A few lines a
// minute, however many try; those whose certificate is no good are in the audit log as well, which counts them itself.
import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { noAudit, type Audit } from '../audit/audit.ts';
import type { Clock, Logger } from '../ports.ts';

const linesPerWindow = 5;
const windowMs = 60_000;

const reasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not good yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  INVALID_PURPOSE: 'it is not made for clients',
  SELF_SIGNED_CERT_IN_CHAIN: 'gateway.tls.ca_cert does not know who issued it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'gateway.tls.ca_cert does not know who issued it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'gateway.tls.ca_cert does not know who issued it',
};

export class RefusedCallers {
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly audit: Audit;
  private lines = 0;
  private withheld = 0;
  private cancelWindow: (() => void) | null = null;

  constructor(clock: Clock, logger: Logger, audit: Audit = noAudit) {
    this.clock = clock;
    this.logger = logger;
    this.audit = audit;
  }

  /** One with the wrong certificate, or with none. */
  certificate(socket: TLSSocket): void {
    const certificate = socket.getPeerX509Certificate();
    const code = String(socket.authorizationError);
    const why =
      certificate === undefined
        ? 'it showed no certificate'
        : `its certificate, ${nameOf(certificate)}, is not accepted: ${reasons[code] ?? code}`;
    this.tell(`Refused a client at ${placeOf(socket)}: ${why}.`);
    this.audit.record({
      kind: 'refusal',
      action: certificate === undefined ? 'no client certificate' : 'client certificate',
      by: `gateway ${socket.remoteAddress ?? 'an unknown address'}`,
      ...(certificate === undefined
        ? {}
        : { reason: code, details: { certificate: certificate.subject, issuer: certificate.issuer } }),
    });
  }

  /** One that came by plain HTTP. */
  plain(place: string): void {
    this.tell(`Refused a client at ${place}: it came by http, and this gateway speaks https.`);
  }

  /** One with which no handshake was possible. */
  handshake(place: string, reason: string): void {
    this.tell(`No handshake with a client at ${place}: ${reason}.`);
  }

  close(): void {
    this.cancelWindow?.();
  }

  private tell(line: string): void {
    this.cancelWindow ??= this.clock.after(windowMs, () => this.endWindow());
    if (this.lines < linesPerWindow) this.logger.warn(line);
    else this.withheld += 1;
    this.lines += 1;
  }

  private endWindow(): void {
    if (this.withheld > 0) this.logger.warn(`${this.withheld} more clients were refused within a minute.`);
    [this.lines, this.withheld, this.cancelWindow] = [0, 0, null];
  }
}

/** What a stranger calls itself: one line of bounded length. */
function nameOf({ subject, issuer }: X509Certificate): string {
  const short = (name: string): string => name.replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, 120);
  return `"${short(subject)}" issued by "${short(issuer)}"`;
}

/** Address and port of the other side. */
export function placeOf({ remoteAddress = 'an unknown address', remotePort }: PlacedSocket): string {
  const host = remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress;
  return remotePort === undefined ? host : `${host}:${remotePort}`;
}

interface PlacedSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}
