// Changes which tools of a server are offered, and under which names, through the gateway.
import { useMemo, useState } from 'react';
import { toErrorView } from '../../../shared/errors.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import type { ToolRules } from '../../../shared/server-entry-schema.ts';
import { usePage, useValue } from '../../page.ts';
import { createRuleChanges } from '../../state/rule-changes.ts';
import { withName, withOffer } from '../../state/tool-switch.ts';

export interface ToolRuling {
  /** The tools whose changes are on their way. */
  readonly pending: readonly string[];
  readonly isOff: boolean;
  /** Why the last change was refused. */
  readonly fault: ErrorView | null;
  readonly offer: (tool: string, isOffered: boolean) => Promise<boolean>;
  /** Resolves to whether it has the name now. */
  readonly rename: (tool: string, name: string) => Promise<boolean>;
}

/** `reload` resolves when what is shown is what holds. */
export function useToolRules(name: string, reload: () => Promise<void>): ToolRuling {
  const { bridge } = usePage();
  const { client } = bridge;
  const [pending, setPending] = useState<readonly string[]>([]);
  const [fault, setFault] = useState<ErrorView | null>(null);
  const isOff = useValue(bridge.connection) !== 'live';
  const changeRules = useMemo(
    () =>
      createRuleChanges({
        read: async () => (await client.inspectServer({ name })).rules ?? {},
        write: async (tools) => {
          await client.setToolRules({ name, tools });
        },
      }),
    [client, name],
  );

  const change = async (tool: string, ruled: (rules: ToolRules) => ToolRules): Promise<boolean> => {
    if (isOff || pending.includes(tool)) return false;
    setPending((all) => [...all, tool]);
    setFault(null);
    try {
      await changeRules(ruled);
      await reload();
      return true;
    } catch (error) {
      setFault(toErrorView(error));
      return false;
    } finally {
      setPending((all) => all.filter((one) => one !== tool));
    }
  };

  return {
    pending,
    isOff,
    fault,
    offer: (tool, isOffered) => change(tool, (rules) => withOffer(rules, tool, isOffered)),
    rename: (tool, wanted) => change(tool, (rules) => withName(rules, tool, wanted)),
  };
}
