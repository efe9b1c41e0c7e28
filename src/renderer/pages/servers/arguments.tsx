// What a tool or a prompt takes, one line for each argument.
import type { ReactElement } from 'react';
import { useMessages } from '../../messages/messages.ts';
import type { ShownArgument } from '../../state/schema-lines.ts';
import styles from './arguments.module.css';

export interface ArgumentsProps {
  readonly title: string;
  readonly list: readonly ShownArgument[];
}

export function Arguments({ title, list }: ArgumentsProps): ReactElement {
  const { required } = useMessages().manage.tools;
  return (
    <dl className={styles.list} aria-label={title}>
      {list.map(({ name, type, description, isRequired }) => (
        <div key={name} className={styles.argument}>
          <dt>
            <code>{name}</code>
            {type !== '' && <span className={styles.type}>{type}</span>}
            {isRequired && <span className={styles.required}>{required}</span>}
          </dt>
          <dd>{description}</dd>
        </div>
      ))}
    </dl>
  );
}
