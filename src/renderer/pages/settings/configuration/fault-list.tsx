// What is wrong with the text in the editor, each a way to its place.
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { ConfigFault } from '../../../../shared/state.ts';
import { FaultText } from '../../../components/fault-text.tsx';
import { scrollable } from '../../../components/scrollable.ts';
import { useMessages } from '../../../messages/messages.ts';
import styles from './fault-list.module.css';

export interface FaultListProps {
  readonly faults: readonly ConfigFault[];
  readonly onChoose: (fault: ConfigFault) => void;
}

export function FaultList({ faults, onChoose }: FaultListProps): ReactElement | null {
  const words = useMessages().configuration;
  if (faults.length === 0) return null;
  return (
    <section className={styles.faults} aria-label={words.faults(faults.length)} {...scrollable}>
      <h2 className={styles.title}>
        <IconAlertCircle size={15} stroke={1.9} aria-hidden="true" />
        {words.faults(faults.length)}
      </h2>
      <ul className={styles.list}>
        {faults.map((fault) => (
          <li key={`${fault.line}:${fault.column}:${fault.key}:${fault.message}`}>
            <button type="button" className={styles.fault} onClick={() => onChoose(fault)}>
              <code className={styles.place}>
                {fault.line}:{fault.column}
              </code>
              <span>
                {fault.key !== '' && <code className={styles.key}>{fault.key}</code>}{' '}
                <FaultText fault={fault} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
