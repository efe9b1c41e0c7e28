// The prompts of one server with their arguments.
import type { ReactElement } from 'react';
import type { PromptDetail } from '../../../shared/server-detail.ts';
import { useMessages } from '../../messages/messages.ts';
import { Arguments } from './arguments.tsx';
import styles from './detail.module.css';

export function PromptsPart({ prompts }: { readonly prompts: readonly PromptDetail[] }): ReactElement {
  const { prompts: words, tabs } = useMessages().manage;
  if (prompts.length === 0) return <p className={styles.quiet}>{words.none}</p>;
  return (
    <ul className={styles.list} aria-label={tabs.prompts}>
      {prompts.map(({ name, title, description, arguments: args }) => (
        <li key={name} className={styles.item}>
          <div className={styles.line}>
            <span className={styles.name}>
              <code>{name}</code>
            </span>
            {title !== null && <span className={styles.faint}>{title}</span>}
          </div>
          {description !== null && <p className={styles.text}>{description}</p>}
          {args.length > 0 && (
            <Arguments title={words.arguments} list={args.map((one) => ({ ...one, type: '' }))} />
          )}
        </li>
      ))}
    </ul>
  );
}
