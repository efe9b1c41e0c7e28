// Servers that register themselves: says what they say, and remembers what the gateway has acknowledged.
import { pause } from './deadline.ts';
import { getJson } from './get-json.ts';

type Reply = Readonly<Record<string, unknown>>;

export interface Registered {
  readonly id: string;
  readonly url: string;
}

export class Registrar {
  /** Keys by URL, as acknowledged. */
  readonly present = new Map<string, string>();
  /** URLs whose withdrawal was acknowledged. */
  readonly gone = new Set<string>();
  /** URLs of which the last request was not answered: either is right. */
  readonly unknown = new Set<string>();
  /** Answers that nobody should get. */
  readonly faults: string[] = [];
  private readonly gatewayUrl: string;

  constructor(gatewayUrl: string) {
    this.gatewayUrl = gatewayUrl;
  }

  /** Tries until it is acknowledged, or the signal comes. */
  async register({ id, url }: Registered, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isSure = !this.unknown.has(url);
      const reply = await this.tell('/register', { server_id: id, server_url: url }, url);
      // After an answer that was lost, that it is there already is right.
      if (reply?.status === 200 || (reply?.status === 400 && !isSure)) {
        this.present.set(url, String(reply.body['server_key']));
        this.gone.delete(url);
        this.unknown.delete(url);
        return;
      }
      await pause(300, signal);
    }
  }

  async unregister({ id, url }: Registered, signal: AbortSignal): Promise<void> {
    this.present.delete(url);
    while (!signal.aborted) {
      const reply = await this.tell('/unregister', { server_id: id, server_url: url }, url);
      if (reply?.status === 200) {
        this.gone.add(url);
        this.unknown.delete(url);
        return;
      }
      await pause(300, signal);
    }
  }

  /** Once; whether it was heard is not looked at. */
  async heartbeat({ id, url }: Registered): Promise<void> {
    if (!this.present.has(url)) return;
    const timestamp = Date.now() / 1000;
    await this.tell('/proxy/heartbeat', { server_id: id, server_url: url, timestamp }, null);
  }

  /** What the gateway lists, against what it has acknowledged. */
  async compare(): Promise<readonly string[]> {
    const { body } = await getJson(`${this.gatewayUrl}/registrations`);
    const servers = body['servers'] as { readonly server_key: string; readonly server_url: string }[];
    const byUrl = new Map(servers.map((server) => [server.server_url, server.server_key]));
    const faults = [...this.faults];
    if (byUrl.size !== servers.length) faults.push('A URL is listed twice.');
    if (new Set(byUrl.values()).size !== servers.length) faults.push('A key is listed twice.');
    for (const [url, key] of this.present) {
      if (!this.unknown.has(url) && byUrl.get(url) !== key)
        faults.push(`${key} at ${url} is ${byUrl.get(url) ?? 'not listed'}.`);
    }
    for (const url of this.gone) {
      if (!this.unknown.has(url) && byUrl.has(url)) faults.push(`${url} was unregistered, and is listed.`);
    }
    return faults;
  }

  private async tell(
    path: string,
    body: unknown,
    url: string | null,
  ): Promise<{ readonly status: number; readonly body: Reply } | null> {
    try {
      const response = await fetch(`${this.gatewayUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      const reply = (await response.json()) as Reply;
      if (response.status >= 500 && response.status !== 503)
        this.faults.push(`${path} was answered with ${response.status}: ${JSON.stringify(reply)}`);
      return { status: response.status, body: reply };
    } catch {
      if (url !== null) this.unknown.add(url);
      return null;
    }
  }
}
