// What a server will run, whole, and what deserves a second look: shown before anybody agrees to it, whichever way it came.
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { ConsentView } from '../../shared/consent.ts';
import { useMessages } from '../messages/messages.ts';
import styles from './consent-summary.module.css';

export function ConsentSummary({ view }: { readonly view: ConsentView }): ReactElement {
  const words = useMessages().clients.consent;
  const { command, cwd, env, warnings } = view;
  return (
    <div className={styles.summary}>
      {/* Never cut: what is not seen is not agreed to. */}
      <pre className={styles.command}>
        <code>{command}</code>
      </pre>
      {cwd !== null && <p className={styles.fact}>{words.folder(cwd)}</p>}
      {env.length > 0 && <p className={styles.fact}>{words.variables(env)}</p>}
      {warnings.map((warning) => (
        <p key={warning.text} className={styles.warning} data-severity={warning.severity}>
          {warning.severity === 'danger' ? (
            <IconAlertTriangle size={14} stroke={1.9} aria-hidden="true" />
          ) : (
            <IconInfoCircle size={14} stroke={1.9} aria-hidden="true" />
          )}
          <span>{words.warning(warning)}</span>
        </p>
      ))}
    </div>
  );
}
