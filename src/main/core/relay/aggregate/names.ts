// Names under `/mcp`: `server__tool`, at most 64 characters, stable from one run to the next.
import { createHash } from 'node:crypto';

/** Clients refuse longer tool names. */
export const maxNameLength = 64;
const hashLength = 8;

/** The name of a server's tool or prompt under `/mcp`. Too long ones are cut and end in a hash of the whole. */
export function exposedName(server: string, separator: string, name: string): string {
  const whole = `${server}${separator}${name}`;
  return whole.length <= maxNameLength ? whole : hashedName(server, separator, name);
}

/** For a name that another server's has come out like already: "a" + "b__c" and "a__b" + "c". */
export function hashedName(server: string, separator: string, name: string): string {
  const hash = createHash('sha256').update(`${server}\0${name}`).digest('hex').slice(0, hashLength);
  return `${`${server}${separator}${name}`.slice(0, maxNameLength - hashLength - 1)}_${hash}`;
}
