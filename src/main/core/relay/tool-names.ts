// The names under which clients see a server's tools, and the way back. Pure; built anew when rules or tools change.
import type { ToolRules } from '../../../shared/config-schema.ts';

/** A new name that is not in force, as the server has another tool of that name. */
export interface NameClash {
  /** As the server calls it. */
  readonly tool: string;
  /** What it was to be called. */
  readonly name: string;
}

/** For people. */
export function clashText(server: string, { tool, name }: NameClash): string {
  return `The tool "${tool}" of "${server}" cannot be called "${name}": another tool of the server has that name.`;
}

export interface ToolNames {
  /** What clients call the tool that the server calls `own`. */
  shown(own: string): string;
  /**
   * What the server calls the tool that clients call `shown`. A tool that has another name can still be called by its own
   * where nothing else has that: pages of apps know no other (MCP apps, tool calls of a view).
   */
  own(shown: string): string;
  readonly clashes: readonly NameClash[];
}

/**
 * The names in force. `offered`: the server's own names of its tools that rules do not hide; null while they are unknown.
 * undefined where no tool has another name.
 */
export function toolNames(
  rename: ToolRules['rename'],
  offered: readonly string[] | null,
): ToolNames | undefined {
  const wanted = Object.entries(rename ?? {}).filter(([own, name]) => own !== name);
  if (wanted.length === 0) return undefined;
  const { renamed, refused } = withoutClashes(new Map(wanted), new Set(offered ?? []));
  const back = new Map([...renamed].map(([own, name]) => [name, own]));
  const isOffered = new Set(offered ?? []);
  return {
    shown: (own) => renamed.get(own) ?? own,
    own: (shown) => back.get(shown) ?? shown,
    clashes: refused.filter(({ tool }) => isOffered.has(tool)),
  };
}

/** A tool that cannot get its new name keeps its own, which another one may have wanted: until nothing is taken twice. */
function withoutClashes(
  wanted: ReadonlyMap<string, string>,
  offered: ReadonlySet<string>,
): { readonly renamed: ReadonlyMap<string, string>; readonly refused: readonly NameClash[] } {
  const renamed = new Map(wanted);
  const refused: NameClash[] = [];
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const [tool, name] of renamed) {
      if (!offered.has(name) || renamed.has(name)) continue;
      renamed.delete(tool);
      refused.push({ tool, name });
      isNew = true;
    }
  }
  return { renamed, refused };
}
