// Requests by HTTPS as a careful program makes them: with the authorities it knows, perhaps with a certificate of its own.
import { request, type RequestOptions } from 'node:https';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { Agent, fetch as undiciFetch } from 'undici';
import { onTestFinished } from 'vitest';
import type { Credentials } from './certificates.ts';

export interface Trust extends Pick<
  ConnectionOptions,
  'ca' | 'allowPartialTrustChain' | 'checkServerIdentity'
> {
  /** Shown to the server. */
  readonly client?: Credentials;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
  /** The common name of the server's certificate. */
  readonly subject: string;
  readonly protocol: string | null;
  /** By which connections are told apart. */
  readonly localPort: number | undefined;
}

/** One request on a connection of its own, GET unless there is a body. Rejects with the connection's error. */
export function askHttps(
  url: string | URL,
  trust: Trust,
  { body, ...options }: RequestOptions & { readonly body?: string } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method: body === undefined ? 'GET' : 'POST', agent: false, ...tlsOf(trust), ...options },
      (response) => {
        const socket = response.socket as TLSSocket;
        const subject = socket.getPeerX509Certificate()?.subject ?? '';
        const { localPort } = socket;
        const protocol = socket.getProtocol();
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: text,
            subject: subject.replace(/^CN=/, ''),
            protocol,
            localPort,
          }),
        );
        response.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** In the words of Node and undici. */
export function tlsOf({ client, ...trust }: Trust) {
  return { ...trust, ...(client === undefined ? {} : { cert: client.cert, key: client.key }) };
}

/** Node's fetch with this trust; connections end with the test. Call from within a test. */
export function trustingFetch(trust: Trust): typeof fetch {
  const dispatcher = new Agent({ connect: tlsOf(trust) });
  onTestFinished(() => dispatcher.destroy());
  // The package's own fetch, which fits its Agent; the two kinds of types do not know each other.
  return ((url: string | URL, init: object = {}) =>
    undiciFetch(url, { ...init, dispatcher })) as unknown as typeof fetch;
}
