// What a server suggests for an argument, asked for while somebody types (MCP 2025-11-25, server/utilities/completion).
import { useEffect, useState } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import type { PlaygroundStore } from '../session/playground-store.ts';

export type CompletionRef =
  | { readonly type: 'ref/prompt'; readonly name: string }
  | { readonly type: 'ref/resource'; readonly uri: string };

export interface CompletionWish {
  readonly store: PlaygroundStore;
  readonly server: string;
  readonly reference: CompletionRef;
  readonly argument: string;
  readonly value: string;
  /** What stands in the other fields. */
  readonly others: Readonly<Record<string, string>>;
  /** Nothing is asked otherwise. */
  readonly isWanted: boolean;
}

const pauseMs = 150;
const maxShown = 100;

/** Empty until something was suggested. */
export function useCompletion(wish: CompletionWish): readonly string[] {
  const { store, server, argument, value, isWanted } = wish;
  const [values, setValues] = useState<readonly string[]>([]);
  const reference = JSON.stringify(wish.reference);
  const others = JSON.stringify(wish.others);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isOld = false;
    const timer = setTimeout(() => {
      const params = {
        ref: JSON.parse(reference) as CompletionRef,
        argument: { name: argument, value },
        context: { arguments: JSON.parse(others) as Record<string, string> },
      };
      const ask = async (): Promise<void> => {
        const { outcome } = await store.client.send(server, 'completion/complete', params).ended;
        if (!isOld) setValues(outcome.kind === 'result' ? readValues(outcome.result) : []);
      };
      void ask();
    }, pauseMs);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [store, server, reference, argument, value, others, isWanted]);
  return values;
}

function readValues(result: unknown): readonly string[] {
  const completion = isRecord(result) ? result['completion'] : undefined;
  const values = isRecord(completion) ? completion['values'] : undefined;
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string').slice(0, maxShown) : [];
}
