// Changes which tools of a server are offered, and under which names, through the gateway.
import { useState } from 'react';
import { toErrorView } from '../../../shared/errors.ts';
import type { ServerDetail } from '../../../shared/server-detail.ts';
import type { ToolRules } from '../../../shared/server-entry-schema.ts';
import { useMessages } from '../../messages/messages.ts';
import { usePage, useValue } from '../../page.ts';
import { withName, withOffer } from '../../state/tool-switch.ts';

export interface ToolRuling {
  /** The tool whose change is on its way. */
  readonly pending: string | null;
  readonly isOff: boolean;
  /** Why the last change was refused. */
  readonly fault: string | null;
  readonly offer: (tool: string, isOffered: boolean) => Promise<boolean>;
  /** Resolves to whether it has the name now. */
  readonly rename: (tool: string, name: string) => Promise<boolean>;
}

export function useToolRules({ name, rules }: ServerDetail, onChanged: () => void): ToolRuling {
  const { bridge } = usePage();
  const messages = useMessages();
  const [pending, setPending] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const isOff = useValue(bridge.connection) !== 'live' || pending !== null;

  const change = async (tool: string, tools: ToolRules): Promise<boolean> => {
    if (isOff) return false;
    setPending(tool);
    setFault(null);
    try {
      await bridge.client.setToolRules({ name, tools });
      onChanged();
      return true;
    } catch (error) {
      const { message, expected } = messages.server.problem(toErrorView(error));
      setFault(expected === undefined ? message : `${message} ${expected}`);
      return false;
    } finally {
      setPending(null);
    }
  };

  return {
    pending,
    isOff,
    fault,
    offer: (tool, isOffered) => change(tool, withOffer(rules ?? {}, tool, isOffered)),
    rename: (tool, wanted) => change(tool, withName(rules ?? {}, tool, wanted)),
  };
}
