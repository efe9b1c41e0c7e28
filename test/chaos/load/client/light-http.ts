// Plain HTTP that costs little: on connections that are kept, or on one for each request. All that a load sends goes
// through here.
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Sent {
  readonly method?: 'POST' | 'DELETE' | 'GET';
  readonly url: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** false: on a connection of its own. Default: on one that is kept. */
  readonly isKept?: boolean;
}

export interface LightAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** A response that has begun. */
export interface Begun {
  readonly response: IncomingMessage;
  /** Ends the connection, whatever is still to come on it. */
  readonly cut: () => void;
}

const patienceMs = 60_000;

export class LightHttp {
  private agent = newAgent();

  /** Resolves with the whole answer. */
  async send(sent: Sent): Promise<LightAnswer> {
    const { response } = await this.begin(sent);
    return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
  }

  /** Resolves when the answer's headers are here. */
  begin({ method = 'POST', url, body, headers, isKept = true }: Sent): Promise<Begun> {
    const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const outgoing: ClientRequest = request(url, {
        method,
        agent: isKept ? this.agent : false,
        timeout: patienceMs,
        headers: {
          accept: 'application/json, text/event-stream',
          ...(bytes === null ? {} : { 'content-type': 'application/json', 'content-length': bytes.length }),
          ...headers,
        },
      });
      const cut = (): void => void outgoing.destroy();
      outgoing.on('response', (response) => resolve({ response, cut }));
      outgoing.on('error', reject);
      outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${url}: nothing came.`)));
      outgoing.end(bytes);
    });
  }

  /** Ends connections that nobody uses; later requests make new ones. */
  rest(): void {
    this.agent.destroy();
    this.agent = newAgent();
  }

  close(): void {
    this.agent.destroy();
  }
}

function newAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 256 });
}
