// The words of registering ourselves with another proxy (S1): what is configured, who we are, and how the proxy is called.

/** What of the proxy's certificate is checked: all; all but the host name; nothing. */
export type Verification = 'full' | 'certificate' | 'none';

/** PEM files for TLS towards the proxy. */
export interface ProxyTls {
  readonly verify: Verification;
  /** Authorities that are trusted instead of the system's. */
  readonly caFile: string | undefined;
  /** Our own certificate, for a proxy that asks for one, and its key. */
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
}

/** The `proxy_registration` section of the configuration (S1.1), in milliseconds. */
export interface AnnouncementSettings {
  readonly isEnabled: boolean;
  readonly proxyUrl: string;
  readonly serverId: string;
  readonly serverName: string;
  readonly description: string;
  /** For one request. */
  readonly timeoutMs: number;
  /** Further attempts after a failed one, before it counts as failed; then it is tried less often. */
  readonly retryAttempts: number;
  /** Before the first of them; doubles each time. */
  readonly retryDelayMs: number;
  readonly registersAtStart: boolean;
  readonly withdrawsAtStop: boolean;
  readonly heartbeatMs: number;
  /** The token that the proxy asks for; undefined: none. */
  readonly token?: string | undefined;
  /** null: what the system trusts, and no certificate of ours. */
  readonly tls: ProxyTls | null;
}

/** As whom we register; one uuid stands for one process with one description of itself. */
export interface Identity {
  readonly serverUrl: string;
  readonly uuid: string;
}

/** An answer of the proxy, whatever its status. */
export interface ProxyAnswer {
  readonly status: number;
  readonly text: string;
}

/** The other proxy. */
export interface Proxy {
  /** Sends a JSON body. Rejects with AppError when there is no answer; any HTTP status is one. */
  post(path: string, body: unknown, signal: AbortSignal): Promise<ProxyAnswer>;
  close(): Promise<void>;
}

export type OpenProxy = (settings: AnnouncementSettings) => Proxy;

/** How the registration stands, in the words of S1. */
export interface RegistrationStatus {
  readonly enabled: boolean;
  readonly registered: boolean;
  readonly server_key: string | null;
  readonly server_url: string | null;
  readonly proxy_url: string;
  readonly server_id: string;
}
