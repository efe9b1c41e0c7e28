// Putting a server back that was taken out of config.json: as it was written, and where it stood.
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { edited, findServer, findServers, refuseTaken, rootOf } from './edit-servers.ts';
import { insertMember, insertMemberAt } from './edit-text.ts';
import { withoutMark } from './load-config.ts';
import type { TextEdit } from './types.ts';

/** A server that was taken out; holds what stood in the file. */
export interface Removal {
  readonly name: string;
  /** The whole text of the file, with the server and without. */
  readonly before: string;
  readonly after: string;
}

/**
 * Where nothing else has changed since, the file is as it was, byte for byte. Otherwise the entry is put behind the nearest
 * server that stood before it. SERVER_EXISTS where another one has the name by now.
 */
export function restoringServer({ name, before, after }: Removal): TextEdit {
  const put = edited((text, root) => {
    refuseTaken(findServers(root), name);
    const old = rootOf(withoutMark(before));
    const { member } = findServer(old, name);
    const written = withoutMark(before).slice(member.offset, member.offset + member.length);
    const isListed = member.type !== 'property';
    const section = isListed ? 'servers' : 'mcpServers';
    const container = findNodeAtLocation(root, [section]);
    if (container === undefined) {
      const [open, close] = isListed ? ['[', ']'] : ['{', '}'];
      return insertMember(text, root, { written: `"${section}": ${open}${written}${close}` });
    }
    return insertMemberAt(text, container, { written }, placeIn(container, root, earlier(old, member)));
  });
  return (raw) => (raw === after ? before : put(raw));
}

/** The names of those that stood before it, in the same section, the nearest first. */
function earlier(root: Node, member: Node): readonly string[] {
  return findServers(root)
    .filter((one) => one.member.parent === member.parent && one.member.offset < member.offset)
    .map((one) => one.name)
    .toReversed();
}

function placeIn(container: Node, root: Node, before: readonly string[]): number {
  const now = findServers(root).filter((one) => one.member.parent === container);
  const nearest = before.find((name) => now.some((one) => one.name === name));
  return nearest === undefined ? 0 : now.findIndex((one) => one.name === nearest) + 1;
}
