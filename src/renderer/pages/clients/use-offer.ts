// A server from a file or a link as somebody adds it: what was read, what was filled in, the plan of that.
import { useState } from 'react';
import type { OfferPlan, OfferSetting, OfferWay, ServerOffer } from '../../../shared/offers.ts';
import { useTask } from '../../components/use-task.ts';
import type { Task } from '../../components/use-task.ts';
import { usePage } from '../../page.ts';

export interface OfferDraft {
  readonly task: Task;
  readonly offer: ServerOffer | null;
  readonly way: OfferWay | null;
  readonly name: string;
  readonly plan: OfferPlan | null;
  /** The name of the server that was added; null until then. */
  readonly added: string | null;
  readonly valueOf: (setting: OfferSetting) => string;
  readonly fill: (key: string, value: string) => void;
  readonly setName: (name: string) => void;
  readonly chooseWay: (id: string) => void;
  readonly read: (source: string) => Promise<void>;
  readonly readBundle: () => Promise<void>;
  readonly review: () => Promise<void>;
  readonly back: () => void;
  readonly add: () => Promise<void>;
}

export function useOffer(): OfferDraft {
  const { client } = usePage().bridge;
  const task = useTask();
  const [offer, setOffer] = useState<ServerOffer | null>(null);
  const [wayId, setWayId] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [plan, setPlan] = useState<OfferPlan | null>(null);
  const [added, setAdded] = useState<string | null>(null);
  const { run } = task;
  const way =
    offer?.ways.find(({ id }) => id === wayId) ?? offer?.ways.find(({ problem }) => problem === null) ?? null;

  const take = (next: ServerOffer): void => {
    setOffer(next);
    setName(next.name);
    setWayId(null);
    setValues({});
    setPlan(null);
    setAdded(null);
  };
  const valueOf = ({ key, default: usual }: OfferSetting): string =>
    values[key] ?? (Array.isArray(usual) ? usual.join('\n') : String(usual ?? ''));

  return {
    task,
    offer,
    way,
    name,
    plan,
    added,
    valueOf,
    fill: (key, value) => setValues((all) => ({ ...all, [key]: value })),
    setName,
    chooseWay: setWayId,
    read: async (source) => {
      await run(async () => {
        setOffer(null);
        take(await client.readOffer({ source }));
      });
    },
    readBundle: async () => {
      if (offer === null || way === null) return;
      await run(async () => take(await client.readBundle({ offer: offer.id, way: way.id })));
    },
    review: async () => {
      if (offer === null || way === null) return;
      const settings = Object.fromEntries(
        way.settings
          .map((one): [string, string | string[]] => {
            const text = valueOf(one);
            return [one.key, one.isMultiple ? text.split('\n').filter((line) => line !== '') : text];
          })
          .filter(([, value]) => value !== ''),
      );
      await run(async () => {
        setPlan(await client.settleOffer({ offer: offer.id, way: way.id, name, settings }));
      });
    },
    back: () => setPlan(null),
    add: async () => {
      if (plan === null) return;
      await run(
        async () => {
          const { name: made } = await client.addOffer({ consent: plan.consent });
          setAdded(made);
        },
        // A yes is good once; the next one needs another look.
        () => setPlan(null),
      );
    },
  };
}
