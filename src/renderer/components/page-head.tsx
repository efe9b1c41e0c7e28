// The head of a section: its heading, a sentence on what it is for, and what can be done with all of it.
import type { ReactElement, ReactNode } from 'react';
import styles from './page-head.module.css';
import { PageHeading } from './page-heading.tsx';

export interface PageHeadProps {
  readonly title: string;
  /** Labels the section's `main` part. */
  readonly id?: string;
  readonly lead?: ReactNode;
  /** Buttons and switches at the end of the line. */
  readonly actions?: ReactNode;
}

export function PageHead({ title, id, lead, actions }: PageHeadProps): ReactElement {
  return (
    <div className={styles.head}>
      <PageHeading {...(id === undefined ? {} : { id })}>{title}</PageHeading>
      {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
