// A resource: read it, and hear when it changes.
import { Switch } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTask } from '../../../components/use-task.ts';
import { useMessages } from '../../../messages/messages.ts';
import { useValue } from '../../../page.ts';
import { subscriptionKey } from '../session/playground-store.ts';
import type { OfferedResource } from '../session/read-offer.ts';
import { ItemHead } from './item-head.tsx';
import { itemKey, type ItemProps } from './item-props.ts';
import styles from './items.module.css';
import { RunForm } from './run-form.tsx';

export function ResourceView(props: ItemProps<OfferedResource>): ReactElement {
  const { store, server, opening, item, onRead } = props;
  const words = useMessages().playground;
  const key = itemKey(server, 'resources', item.key);
  const run = useValue(store.runStates).get(key);
  return (
    <div className={styles.item}>
      <ItemHead item={item}>
        {item.mimeType !== null && <span className={styles.badge}>{item.mimeType.slice(0, 80)}</span>}
        {item.size !== null && <span className={styles.badge}>{words.size(item.size)}</span>}
      </ItemHead>
      <RunForm
        action={words.read}
        run={run}
        onRun={() => {
          void store.runs.start(key, server, 'resources/read', { uri: item.key });
          return true;
        }}
        onCancel={() => store.runs.cancel(key)}
        onRead={onRead}
        tools={opening.canSubscribe ? <Subscription {...props} /> : undefined}
      >
        {null}
      </RunForm>
    </div>
  );
}

function Subscription({ store, server, item }: ItemProps<OfferedResource>): ReactElement {
  const words = useMessages().playground;
  const changes = useValue(store.subscriptions).get(subscriptionKey(server, item.key));
  const { busy, run } = useTask();
  const [fault, setFault] = useState<string | null>(null);
  const change = (isWanted: boolean): Promise<boolean> =>
    run(async () => setFault(await store.setSubscribed(server, item.key, isWanted)));
  return (
    <div className={styles.subscription}>
      <Switch
        size="xs"
        label={words.subscribe}
        checked={changes !== undefined}
        disabled={busy}
        onChange={(event) => void change(event.currentTarget.checked)}
      />
      <span className={styles.changes} role="status">
        {fault ?? (changes === undefined ? '' : words.subscribed(changes))}
      </span>
    </div>
  );
}
