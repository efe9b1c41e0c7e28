// What stood behind URLs that were unregistered a while ago: clients in the field unregister and register again at once
// (S0), and their tools should not be away meanwhile. Only a guess, to be looked at again.
import type { RegistrationEndpoint } from '../../store/registration-records.ts';

const most = 1000;

export class RecentEndpoints {
  private readonly endpoints = new Map<string, RegistrationEndpoint>();

  note(canonicalUrl: string, endpoint: RegistrationEndpoint): void {
    this.endpoints.delete(canonicalUrl);
    this.endpoints.set(canonicalUrl, endpoint);
    const [oldest] = this.endpoints.keys();
    if (this.endpoints.size > most && oldest !== undefined) this.endpoints.delete(oldest);
  }

  at(canonicalUrl: string): RegistrationEndpoint | null {
    return this.endpoints.get(canonicalUrl) ?? null;
  }
}
