// The resources of one server and its templates of URIs.
import type { ReactElement } from 'react';
import type { ResourceDetail } from '../../../shared/server-detail.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useMessages } from '../../messages/messages.ts';
import styles from './detail.module.css';

export function ResourcesPart({
  resources,
}: {
  readonly resources: readonly ResourceDetail[];
}): ReactElement {
  const messages = useMessages();
  const words = messages.manage.resources;
  if (resources.length === 0) return <p className={styles.quiet}>{words.none}</p>;
  return (
    <ul className={styles.list} aria-label={messages.manage.tabs.resources}>
      {resources.map(({ uri, isTemplate, name, title, description, mimeType }) => (
        <li key={`${isTemplate} ${uri}`} className={styles.item}>
          <div className={styles.line}>
            <span className={styles.name}>{title ?? name ?? uri}</span>
            {isTemplate && <span className={styles.mark}>{words.template}</span>}
            {mimeType !== null && <span className={styles.mark}>{mimeType}</span>}
          </div>
          <div className={styles.line}>
            <code className={styles.faint}>{uri}</code>
            <CopyButton text={uri} label={words.copy(uri)} />
          </div>
          {description !== null && <p className={styles.text}>{description}</p>}
        </li>
      ))}
    </ul>
  );
}
