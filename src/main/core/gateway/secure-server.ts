// The gateway's HTTPS: TLS 1.2 or newer, HTTP/1.1, and nobody reaches HTTP whose certificate was asked for and is not
// good. Threat: callers without the right certificate (S1.6). What stands in credentials is not its business.
import type { RequestListener, ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../ports.ts';
import { contextOptions, type Credentials } from '../tls/credentials.ts';
import { placeOf, type RefusedCallers } from './refused-callers.ts';

export interface SecureServerOptions {
  readonly credentials: Credentials;
  readonly refused: RefusedCallers;
  readonly clock: Clock;
  /** Limits of time and such. */
  readonly http: ServerOptions;
}

export interface SecureServer {
  readonly server: Server;
  /** For handshakes from now on; connections that are open go on. */
  renew(credentials: Credentials): void;
  /** Ends the connections on which there was no handshake yet, which HTTP knows nothing of. */
  cutHandshakes(): void;
}

/** For a handshake to end. */
const handshakeMs = 10_000;
/** For somebody who came by plain HTTP to read why that is no good. */
const readingMs = 1000;

/** Does not listen yet. Whether clients need a certificate is settled by the credentials it begins with. */
export function createSecureServer(options: SecureServerOptions, handler: RequestListener): SecureServer {
  const { credentials, refused, clock } = options;
  const needsCertificate = credentials.ca !== null;
  const server = createServer(
    {
      ...options.http,
      ...contextOptions(credentials),
      handshakeTimeout: handshakeMs,
      ALPNProtocols: ['http/1.1'],
      requestCert: needsCertificate,
      // Node would destroy the socket before anybody could see whose certificate it was; `admit` decides instead.
      rejectUnauthorized: false,
    },
    handler,
  );
  const handshakes = new Map<string, Socket>();
  server.on('connection', (socket: Socket) => {
    const place = placeOf(socket);
    handshakes.set(place, socket);
    socket.once('close', () => handshakes.delete(place));
  });

  const serve = server.listeners('secureConnection');
  server.removeAllListeners('secureConnection');
  server.on('secureConnection', (socket: TLSSocket) => {
    handshakes.delete(placeOf(socket));
    if (needsCertificate && !isAdmitted(socket)) {
      refused.certificate(socket);
      socket.destroy();
      return;
    }
    for (const listener of serve) Reflect.apply(listener, server, [socket]);
  });

  // Instead of Node's own listener, which hands these on as if they were faulty HTTP.
  server.removeAllListeners('tlsClientError');
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const place = placeOf(socket);
    const raw = handshakes.get(place);
    if (error.code === 'ERR_SSL_HTTP_REQUEST' && raw !== undefined) {
      refused.plain(place);
      raw.end(httpsWanted);
      clock.after(readingMs, () => raw.destroy());
      return;
    }
    // Whoever goes away within a handshake is no news.
    if (error.code !== 'ECONNRESET') refused.handshake(place, error.code ?? error.message);
    socket.destroy();
  });

  return {
    server,
    renew: (next) => server.setSecureContext(contextOptions(next)),
    cutHandshakes: () => {
      for (const socket of handshakes.values()) socket.destroy();
    },
  };
}

/** Both: a resumed session could be taken for authorized although there never was a certificate. */
function isAdmitted(socket: TLSSocket): boolean {
  return socket.authorized && socket.getPeerX509Certificate() !== undefined;
}

const why = 'This gateway speaks https only: write https:// instead of http://.\n';
const httpsWanted = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: text/plain; charset=utf-8',
  `Content-Length: ${Buffer.byteLength(why)}`,
  'Connection: close',
  '',
  why,
].join('\r\n');
