// What may stand behind a registered URL, in the order in which it is tried. Pure.
import type { RegistrationKind } from '../../../../shared/registrations.ts';
import type { HttpServerConfig } from '../../config/types.ts';
import type { RegistrationEndpoint } from '../../store/registration-records.ts';

/** MCP at the URL itself and below it, then HTTP+SSE, then JSON-RPC commands. */
export function candidatesOf(registeredUrl: string): readonly RegistrationEndpoint[] {
  const { pathname } = new URL(registeredUrl);
  const path = pathname.replace(/\/+$/, '');
  const at = (suffix: string): string => {
    const url = new URL(registeredUrl);
    url.pathname = path.endsWith(suffix) ? path : `${path}${suffix}`;
    return url.href;
  };
  const all: readonly RegistrationEndpoint[] = [
    { kind: 'mcp', url: new URL(registeredUrl).href },
    { kind: 'mcp', url: at('/mcp') },
    { kind: 'sse', url: at('/sse') },
    { kind: 'commands', url: path.endsWith('/cmd') ? at('/cmd') : at('/api/jsonrpc') },
    { kind: 'commands', url: at('/cmd') },
  ];
  return all.filter(
    ({ kind, url }, index) => all.findIndex((other) => other.kind === kind && other.url === url) === index,
  );
}

/** How a server of this kind is called. */
export function transportOf(kind: RegistrationKind): HttpServerConfig['kind'] {
  switch (kind) {
    case 'mcp':
      return 'http';
    case 'sse':
      return 'sse';
    case 'commands':
      return 'commands';
  }
}
