// What a server will run, whole, and what deserves a second look: shown before anybody agrees to it, whichever way it came.
import type { ReactElement } from 'react';
import type { ConsentView } from '../../shared/consent.ts';
import { useMessages } from '../messages/messages.ts';
import styles from './consent-summary.module.css';
import { ConsentWarnings } from './consent-warnings.tsx';
import { scrollable } from './scrollable.ts';

export interface ConsentSummaryProps {
  readonly view: ConsentView;
  /** Where it stands alone: also word by word. */
  readonly byWord?: boolean;
}

export function ConsentSummary({ view, byWord = false }: ConsentSummaryProps): ReactElement {
  const words = useMessages().consent;
  const { command, words: parts, cwd, env, warnings } = view;
  const places = parts.map((part, place) => ({ place, part }));
  return (
    <div className={styles.summary}>
      {/* Never cut: what is not seen is not agreed to. */}
      <pre className={styles.command}>
        <code>{command}</code>
      </pre>
      {byWord && parts.length > 1 && (
        <div className={styles.group} role="group" aria-label={words.words}>
          <h3 className={styles.title}>{words.words}</h3>
          <ol className={styles.parts} start={0} {...scrollable}>
            {places.map(({ place, part }) => (
              <li key={place}>
                <code>{part}</code>
              </li>
            ))}
          </ol>
        </div>
      )}
      {cwd !== null && (
        <p className={styles.fact}>
          {words.folder} <code>{cwd}</code>
        </p>
      )}
      {env.length > 0 && (
        <div className={styles.group} role="group" aria-label={words.env}>
          <p className={styles.fact}>{words.env}</p>
          <pre className={styles.command}>
            <code>{env.join('\n')}</code>
          </pre>
        </div>
      )}
      <ConsentWarnings warnings={warnings} />
    </div>
  );
}
