// The description of a port in OpenAPI 3.1, put together from what each family of routes says of itself. Only routes that are
// there are described. Knows nothing of HTTP servers, nor what the routes are.
import { createDocument, type ZodOpenApiPathItemObject } from 'zod-openapi';
import { scopeFor, type Permission } from '../auth/scopes.ts';
import type { NamedRoute } from '../http-guards/route-list.ts';
import type { DescribedRoute, TokenUse } from './types.ts';

export interface DocumentOptions {
  readonly version: string;
  /** Those that are there, with their methods in upper case. */
  readonly routes: readonly NamedRoute[];
  readonly families: readonly (readonly DescribedRoute[])[];
  readonly tokenFor: (method: string, url: string) => TokenNeed;
  /** Whether clients show a certificate to connect at all. */
  readonly wantsCertificate: boolean;
}

export interface TokenNeed {
  readonly use: TokenUse;
  /** What the token must be good for; null: nothing in particular. */
  readonly permission: Permission | null;
}

type Requirement = Record<string, string[]>;

/** Plain JSON. */
export function openApiDocument(options: DocumentOptions): unknown {
  const { version, families, wantsCertificate } = options;
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Patchbay',
      version,
      description:
        'The port on which Patchbay serves MCP, without MCP itself: that is at `/mcp` and `/mcp/{server}`, and its own ' +
        'specification describes it. No route of this port runs a command or changes the configuration.',
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'health', description: 'Whether the gateway and its servers are there.' },
      { name: 'registration', description: 'Servers that announce themselves, and clients that register.' },
      { name: 'commands', description: 'JSON-RPC commands of the gateway itself.' },
    ],
    paths: pathsOf(families.flat(), options),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'Made by `patchbay token create`. A role is a scope of the token; ' +
            `\`${scopeFor.mcp}\` that nothing narrows counts as all of them.`,
        },
        ...(wantsCertificate
          ? { certificate: { type: 'mutualTLS', description: 'Wanted from everybody who connects.' } }
          : {}),
      },
    },
  });
}

function pathsOf(
  described: readonly DescribedRoute[],
  { routes, tokenFor, wantsCertificate }: DocumentOptions,
): Record<string, ZodOpenApiPathItemObject> {
  const there = new Set(routes.map(({ method, url }) => `${method} ${url}`));
  const paths: Record<string, ZodOpenApiPathItemObject> = {};
  for (const { method, urls, operation } of described) {
    const [first] = urls;
    for (const url of urls) {
      const upper = method.toUpperCase();
      if (!there.has(`${upper} ${url}`)) continue;
      const { operationId, summary, ...rest } = operation;
      const named =
        url === first ? { operationId, summary } : { summary: `${summary} As ${template(first)}.` };
      const security = requirements(tokenFor(upper, url), wantsCertificate);
      paths[template(url)] = { ...paths[template(url)], [method]: { ...named, ...rest, security } };
    }
  }
  return paths;
}

function requirements({ use, permission }: TokenNeed, wantsCertificate: boolean): Requirement[] {
  const always: Requirement = wantsCertificate ? { certificate: [] } : {};
  const token = { ...always, token: permission === null ? [] : [scopeFor[permission]] };
  switch (use) {
    case 'needed':
      return [token];
    case 'read':
      return [always, token];
    case 'unread':
      return wantsCertificate ? [always] : [];
  }
}

/** `/a/:b` as `/a/{b}`. */
function template(url: string): string {
  return url.replace(/:(\w+)/g, '{$1}');
}
