// What `/mcp` can do: all that it does itself, and whatever else any server behind it declared. Pure.
import { isRecord } from '../../../../shared/is-record.ts';
import type { Capabilities } from '../catalogue.ts';

/** Done here, for any servers. */
const own: Capabilities = {
  tools: { listChanged: true },
  resources: { listChanged: true, subscribe: true },
  prompts: { listChanged: true },
  logging: {},
  completions: {},
};

/** Settings are not nested deeper in earnest. */
const maxDepth = 8;

/**
 * Extensions, tasks and what else is declared: all members of all. Where two servers say different things of one setting,
 * yes counts before no, and the first before the others.
 */
export function mergedCapabilities(all: readonly Capabilities[]): Capabilities {
  const others = all.map((capabilities) =>
    Object.fromEntries(Object.entries(capabilities).filter(([name]) => !Object.hasOwn(own, name))),
  );
  return others.reduce((merged, next) => union(merged, next, maxDepth), own);
}

function union(one: Capabilities, other: Capabilities, depth: number): Capabilities {
  const merged = new Map(Object.entries(one));
  for (const [key, value] of Object.entries(other)) {
    const known = merged.get(key);
    if (known === undefined || known === false) merged.set(key, value);
    else if (isRecord(known) && isRecord(value) && depth > 0) merged.set(key, union(known, value, depth - 1));
  }
  return Object.fromEntries(merged);
}
