// The settings: links to their parts, and the open part below them.
import type { ReactElement } from 'react';
import { PageHead } from '../../components/page-head.tsx';
import { useMessages } from '../../messages/messages.ts';
import { routeHash } from '../../state/routes.ts';
import type { PageProps } from '../sections.ts';
import { settingsParts } from './settings-parts.ts';
import styles from './settings-page.module.css';

export function SettingsPage({ state, rest }: PageProps): ReactElement {
  const words = useMessages().frame;
  const open = settingsParts.find(({ id }) => id === rest[0]) ?? settingsParts[0];
  return (
    <div className={styles.settings}>
      <div className={styles.top}>
        <PageHead title={words.sections.settings} />
        <nav className={styles.parts} aria-label={words.settingsNavigation}>
          {settingsParts.map(({ id }) => (
            <a
              key={id}
              className={styles.part}
              href={routeHash('settings', id)}
              aria-current={id === open.id ? 'page' : undefined}
            >
              {words.settings[id]}
            </a>
          ))}
        </nav>
      </div>
      <open.Component state={state} />
    </div>
  );
}
