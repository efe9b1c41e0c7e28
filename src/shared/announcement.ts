// How Patchbay's own registration with another proxy stands, as everybody sees it. Plain JSON values only.
import type { ErrorView } from './errors.ts';

/**
 * `off`: not configured. `idle`: nobody has asked for it, or it was withdrawn. `registering`: on its way for the first
 * time. `registered`: the proxy knows us. `retrying`: the proxy refused or did not answer, and is asked again.
 * `misconfigured`: not tried, the settings have to be changed first.
 */
export type AnnouncementState = 'off' | 'idle' | 'registering' | 'registered' | 'retrying' | 'misconfigured';

export interface AnnouncementView {
  readonly state: AnnouncementState;
  /** The other proxy, without credentials. */
  readonly proxyUrl: string;
  /** Under which URL the proxy knows us, or is to know us; null while that is not known. */
  readonly serverUrl: string | null;
  /** As the proxy gave it; null where it gave none. */
  readonly serverKey: string | null;
  /** The proxy waits for a person who lets us in. */
  readonly isPending: boolean;
  /** When the proxy last heard of us; epoch milliseconds. */
  readonly lastHeardAt: number | null;
  /** When it is asked again; epoch milliseconds. */
  readonly retryAt: number | null;
  /** Why it is `retrying` or `misconfigured`; null when all is well. */
  readonly problem: string | null;
  /** The same with its code. */
  readonly fault?: ErrorView;
}

/** Before anything is configured. */
export function noAnnouncement(): AnnouncementView {
  return {
    state: 'off',
    proxyUrl: '',
    serverUrl: null,
    serverKey: null,
    isPending: false,
    lastHeardAt: null,
    retryAt: null,
    problem: null,
  };
}
