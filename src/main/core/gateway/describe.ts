// What this port is described by: the tables of all families of routes, and what each route wants at this moment. Loaded when
// somebody asks; nothing on the way of calls knows it.
import { commandDescription } from '../own-commands/description.ts';
import { openApiDocument } from '../openapi/document.ts';
import type { NamedRoute } from '../http-guards/route-list.ts';
import { registrationDescription } from '../registry/http/description.ts';
import type { CallerGate } from './caller-gate.ts';
import { healthDescription } from './health-description.ts';
import { needOf } from './route-needs.ts';

export interface DescriptionSource {
  readonly version: string;
  /** Those that were added, in whatever order. */
  readonly routes: readonly NamedRoute[];
  readonly gate: Pick<CallerGate, 'tokenUse' | 'permissionFor'>;
  readonly wantsCertificate: boolean;
}

/** As JSON. */
export function describeGateway({ gate, ...source }: DescriptionSource): string {
  const document = openApiDocument({
    ...source,
    families: [healthDescription, commandDescription, registrationDescription],
    tokenFor: (method, url) => {
      const need = needOf(method, url);
      if (need === 'nothing') return { use: 'unread', permission: null };
      return { use: gate.tokenUse(need), permission: gate.permissionFor(need) };
    },
  });
  return JSON.stringify(document);
}
