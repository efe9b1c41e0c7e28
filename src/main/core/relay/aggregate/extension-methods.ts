// Whose a method is that the gateway does not know: what servers declared says which of them may have it (MCP 2026-07-28,
// extensions; capabilities). Pure.
import { isRecord } from '../../../../shared/is-record.ts';
import { builtInServerName } from '../../../../shared/names.ts';
import { extensionsOf, type Capabilities } from '../catalogue.ts';
import type { AggregateServer } from './exposure.ts';

/** The protocol's own; a method of theirs that is not known belongs to nobody. */
const standard: ReadonlySet<string> = new Set([
  'tools',
  'resources',
  'prompts',
  'logging',
  'completions',
  'experimental',
  'extensions',
]);

/**
 * The servers that may know the method, the best guess alone: those that declare something of its name; else those that
 * declare something of its vendor; else the only server that there is.
 */
export function serversOfMethod(method: string, servers: readonly AggregateServer[]): readonly string[] {
  const family = method.slice(0, Math.max(0, method.indexOf('/')));
  const declaring = (fits: (declared: string) => boolean): readonly string[] =>
    servers
      .filter(({ catalogue }) => catalogue !== null && declaredBy(catalogue.capabilities).some(fits))
      .map(({ name }) => name);
  const byName = declaring((declared) => method.startsWith(`${declared}/`) || nameOf(declared) === family);
  if (byName.length > 0) return byName;
  const byVendor = declaring((declared) => vendorOf(declared).includes(family));
  if (byVendor.length > 0) return byVendor;
  const others = servers.filter(({ name }) => name !== builtInServerName);
  return others.length === 1 ? others.map(({ name }) => name) : [];
}

/** The capabilities beyond the protocol's own, extensions by their identifiers. */
function declaredBy(capabilities: Capabilities): readonly string[] {
  const { experimental } = capabilities;
  return [
    ...Object.keys(extensionsOf(capabilities)),
    ...Object.keys(isRecord(experimental) ? experimental : {}),
    ...Object.keys(capabilities).filter((name) => !standard.has(name)),
  ];
}

/** Of "com.example/widgets" it is "widgets". */
function nameOf(identifier: string): string {
  return identifier.slice(identifier.lastIndexOf('/') + 1);
}

/** Of "com.example/widgets" it is "com" and "example". */
function vendorOf(identifier: string): readonly string[] {
  const end = identifier.indexOf('/');
  return end < 0 ? [] : identifier.slice(0, end).split('.');
}
