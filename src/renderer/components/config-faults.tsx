// The faults of the configuration file: where, which key, what was expected, and that nothing stopped.
import { IconFileAlert } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { AppState, ConfigFault } from '../../shared/state.ts';
import styles from './config-faults.module.css';
import { CopyButton } from './copy-button.tsx';
import { FaultText } from './fault-text.tsx';

export function ConfigFaults({ config }: { readonly config: AppState['config'] }): ReactElement | null {
  const messages = useMessages();
  const words = messages.faults;
  if (config.faults.length === 0) return null;
  return (
    <section role="alert" aria-labelledby="faults-title" className={styles.banner}>
      <IconFileAlert size={18} stroke={1.8} className={styles.icon} aria-hidden="true" />
      <div className={styles.body}>
        <h2 id="faults-title" className={styles.title}>
          {words.title(config.faults.length)}
        </h2>
        <p className={styles.text}>{words.text}</p>
        <ol className={styles.list}>
          {config.faults.map((fault) => (
            <Fault key={`${fault.line}:${fault.column}:${fault.key}:${fault.message}`} fault={fault} />
          ))}
        </ol>
        <p className={styles.path}>
          <code>{config.path}</code>
          <CopyButton text={config.path} label={messages.copy.configPath} />
        </p>
      </div>
    </section>
  );
}

function Fault({ fault }: { readonly fault: ConfigFault }): ReactElement {
  const words = useMessages().faults;
  return (
    <li className={styles.fault}>
      <code className={styles.place} title={words.place(fault.line, fault.column)}>
        {words.shortPlace(fault.line, fault.column)}
      </code>
      <code className={styles.key}>{fault.key === '' ? words.document : fault.key}</code>
      <span className={styles.message}>
        <FaultText fault={fault} />
      </span>
    </li>
  );
}
