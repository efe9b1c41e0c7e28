// Which servers the list shows, and in which order.
import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ServerView } from '../../shared/state.ts';
import { useMessages } from '../messages/messages.ts';
import { serverOrders, usefulChoices, type ServerOrder, type SourceChoice } from '../state/server-order.ts';
import styles from './list-choices.module.css';

export interface ListChoicesProps {
  readonly servers: readonly ServerView[];
  readonly order: ServerOrder;
  readonly choice: SourceChoice;
  readonly onOrder: (order: ServerOrder) => void;
  readonly onChoice: (choice: SourceChoice) => void;
}

export function ListChoices({ servers, order, choice, onOrder, onChoice }: ListChoicesProps): ReactElement {
  const words = useMessages().manage;
  const choices = usefulChoices(servers);
  // One that nothing is of any more stays while it is chosen.
  const shown = choices.includes(choice) ? choices : [...choices, choice];
  return (
    <div className={styles.choices}>
      <div className={styles.sources} role="group" aria-label={words.source}>
        {shown.map((one) => (
          <button
            key={one}
            type="button"
            className={styles.source}
            aria-pressed={one === choice}
            onClick={() => onChoice(one)}
          >
            {words.sources[one]}
          </button>
        ))}
      </div>
      <NativeSelect
        size="xs"
        className={styles.order}
        aria-label={words.order}
        value={order}
        data={serverOrders.map((value) => ({ value, label: words.orders[value] }))}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onOrder(serverOrders.find((one) => one === value) ?? 'file');
        }}
      />
    </div>
  );
}
