// Names under `/mcp`: `server__tool`, at most 64 characters, stable from one run to the next.
import { createHash } from 'node:crypto';

/** Clients refuse longer tool names. */
export const maxNameLength = 64;
const hashLength = 8;
/** All that a tool's name may have in it (MCP server/tools, tool names). */
const oddInTools = /[^A-Za-z0-9_.-]/gu;

export type NamedKind = 'tools' | 'prompts';

/**
 * The name of a server's tool or prompt under `/mcp`. Too long ones are cut, what clients refuse in the name of a tool is
 * replaced; then it ends in a hash of the whole.
 */
export function exposedName(kind: NamedKind, server: string, separator: string, name: string): string {
  const whole = `${server}${separator}${name}`;
  const isFine = whole.length <= maxNameLength && (kind === 'prompts' || whole.search(oddInTools) < 0);
  return isFine ? whole : hashedName(kind, server, separator, name);
}

/** For a name that another server's has come out like already: "a" + "b__c" and "a__b" + "c". */
export function hashedName(kind: NamedKind, server: string, separator: string, name: string): string {
  const hash = createHash('sha256').update(`${server}\0${name}`).digest('hex').slice(0, hashLength);
  const whole = `${server}${separator}${name}`;
  const readable = kind === 'tools' ? whole.replaceAll(oddInTools, '_') : whole;
  // A character that was cut in half is none.
  return `${readable.slice(0, maxNameLength - hashLength - 1).replace(/[\uD800-\uDBFF]$/, '')}_${hash}`;
}
