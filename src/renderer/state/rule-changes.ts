// Changes to the rules of a server's tools, one after the other: each is made to the rules that hold when its turn comes, so
// that none takes back what another did. Knows nothing of what is changed.
import type { ToolRules } from '../../shared/server-entry-schema.ts';

export interface RuleKeeper {
  /** The rules that hold now. */
  readonly read: () => Promise<ToolRules>;
  readonly write: (rules: ToolRules) => Promise<void>;
}

/** Rejects with why that one change was refused; those behind it go on. */
export type ChangeRules = (change: (rules: ToolRules) => ToolRules) => Promise<void>;

export function createRuleChanges({ read, write }: RuleKeeper): ChangeRules {
  let last: Promise<void> = Promise.resolve();
  return (change) => {
    const own = last.then(async () => write(change(await read())));
    last = own.catch(() => undefined);
    return own;
  };
}
