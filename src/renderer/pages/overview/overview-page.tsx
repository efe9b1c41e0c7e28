// Everything in one glance: what every server is doing. While there is none, how to begin.
import type { ReactElement } from 'react';
import { PageHead } from '../../components/page-head.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { Welcome } from '../../components/welcome.tsx';
import { useMessages } from '../../messages/messages.ts';
import { routeHash } from '../../state/routes.ts';
import type { PageProps } from '../sections.ts';
import styles from './overview-page.module.css';

export function OverviewPage({ state }: PageProps): ReactElement {
  const words = useMessages().frame;
  if (state.servers.every((server) => server.source === 'built-in')) return <Welcome state={state} />;
  return (
    <div className={styles.page}>
      <PageHead title={words.sections.overview} />
      <ul className={styles.servers} aria-label={words.sections.servers}>
        {state.servers.map((server) => (
          <li key={server.name} className={styles.server}>
            <StatusMark server={server} />
            <a href={routeHash('servers', server.name)} className={styles.name}>
              {server.name}
            </a>
            <span className={styles.summary}>{server.summary}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
