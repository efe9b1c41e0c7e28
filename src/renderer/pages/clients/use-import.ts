// An import as somebody makes it: what there is, what was chosen, the plan of that, and what came of it.
import { useEffect, useState } from 'react';
import type { ImportEntry, ImportOffer, ImportOutcome, ImportPlan } from '../../../shared/clients.ts';
import { useTask } from '../../components/use-task.ts';
import type { Task } from '../../components/use-task.ts';
import { usePage } from '../../page.ts';

/** What was chosen of one entry. */
export interface Choice {
  readonly chosen: boolean;
  /** Ids of the values to be kept as secrets. */
  readonly secrets: readonly string[];
  /** What the client would ask for, by the id of the value. */
  readonly inputs: Readonly<Record<string, string>>;
}

export interface ImportDraft {
  readonly task: Task;
  /** null until it was read. */
  readonly offer: ImportOffer | null;
  readonly choiceOf: (entry: ImportEntry) => Choice;
  readonly choose: (entry: ImportEntry, change: Partial<Choice>) => void;
  readonly switchOver: boolean;
  readonly setSwitchOver: (value: boolean) => void;
  /** How many are chosen. */
  readonly count: number;
  /** What is to be agreed to; null while somebody still chooses. */
  readonly plan: ImportPlan | null;
  readonly outcome: ImportOutcome | null;
  readonly review: () => Promise<void>;
  readonly back: () => void;
  readonly apply: () => Promise<void>;
}

export function useImport(client: string): ImportDraft {
  const { bridge } = usePage();
  const task = useTask();
  const [offer, setOffer] = useState<ImportOffer | null>(null);
  const [changed, setChanged] = useState<Readonly<Record<string, Partial<Choice>>>>({});
  const [switchOver, setSwitchOver] = useState(false);
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const [outcome, setOutcome] = useState<ImportOutcome | null>(null);
  const { run } = task;

  useEffect(() => {
    void run(async () => setOffer(await bridge.client.readImport({ client })));
  }, [bridge, client, run]);

  const choiceOf = ({ key, status, values }: ImportEntry): Choice => ({
    chosen: status === 'new',
    secrets: values.filter(({ isSuggested }) => isSuggested).map(({ id }) => id),
    inputs: {},
    ...changed[key],
  });
  const chosen = (offer?.entries ?? []).filter((entry) => entry.status === 'new' && choiceOf(entry).chosen);

  return {
    task,
    offer,
    choiceOf,
    choose: ({ key }, change) => setChanged((all) => ({ ...all, [key]: { ...all[key], ...change } })),
    switchOver,
    setSwitchOver,
    count: chosen.length,
    plan,
    outcome,
    review: async () => {
      await run(async () => {
        const servers = chosen.map((entry) => {
          const { secrets, inputs } = choiceOf(entry);
          return { key: entry.key, secrets: [...secrets], inputs };
        });
        setPlan(await bridge.client.planImport({ client, servers, switchOver }));
      });
    },
    back: () => setPlan(null),
    apply: async () => {
      if (plan === null) return;
      await run(
        async () => setOutcome(await bridge.client.applyImport({ consent: plan.consent })),
        // A yes is good once; the next one needs another look.
        () => setPlan(null),
      );
    },
  };
}
