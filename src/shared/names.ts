// Names of servers: what is allowed, and the words that the gateway's own routes take.

/** Route words under `/mcp/` that no server can be called. */
export const reservedNames: readonly string[] = ['register', 'unregister', 'messages', 'sse'];

/** The server that is always there; its name is taken. */
export const builtInServerName = 'patchbay';

/** The name of the token that Patchbay makes itself, for the bridge and for scripts of this user. */
export const ownTokenName = 'own programs';

/** 1 to 64 of `A-Z a-z 0-9 . _ -`, not starting with `.`. */
export const serverNamePattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/;

/** What is wrong with a server's name, as the end of a sentence; null when nothing is. */
export function serverNameFault(name: string): string | null {
  if (!serverNamePattern.test(name)) {
    return 'must be 1 to 64 of the characters A-Z a-z 0-9 . _ - and not start with a dot';
  }
  if (reservedNames.includes(name.toLowerCase())) {
    return `is reserved (${reservedNames.join(', ')} are routes of the gateway)`;
  }
  if (name.toLowerCase() === builtInServerName) return 'is the name of the built-in server';
  if (name === '__proto__' || name === 'constructor' || name === 'prototype') return 'is not usable as a key';
  return null;
}
