// The commands of a text that a person is to agree to, each whole under its server's name.
import type { ReactElement } from 'react';
import type { ConsentView } from '../../../../shared/consent.ts';
import { ConsentSummary } from '../../../components/consent-summary.tsx';
import { useMessages } from '../../../messages/messages.ts';
import styles from './consent-commands.module.css';

export function ConsentCommands({ commands }: { readonly commands: readonly ConsentView[] }): ReactElement {
  const words = useMessages().configuration;
  const title = words.newCommands(commands.length);
  return (
    <section className={styles.commands} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      <ul className={styles.list}>
        {commands.map((view) => (
          <li key={view.name} className={styles.command}>
            <p className={styles.name}>{view.name}</p>
            <ConsentSummary view={view} />
          </li>
        ))}
      </ul>
    </section>
  );
}
