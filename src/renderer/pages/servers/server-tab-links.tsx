// Links to the parts of one server, with how much there is of each.
import type { ReactElement } from 'react';
import type { ServerView } from '../../../shared/state.ts';
import { useMessages } from '../../messages/messages.ts';
import { routeHash } from '../../state/routes.ts';
import { serverTabs, type ServerTab } from '../../state/server-tabs.ts';
import styles from './server-tab-links.module.css';

export interface ServerTabLinksProps {
  readonly server: ServerView;
  readonly open: ServerTab;
}

export function ServerTabLinks({ server, open }: ServerTabLinksProps): ReactElement {
  const messages = useMessages();
  const words = messages.manage;
  const amounts: Partial<Record<ServerTab, number | null>> = {
    tools: server.tools,
    resources: server.resources,
    prompts: server.prompts,
    calls: server.sessions,
  };
  const changed = (server.changedTools?.length ?? 0) > 0;
  return (
    <nav className={styles.tabs} aria-label={words.tabsOf(server.name)}>
      {serverTabs.map((tab) => (
        <a
          key={tab}
          className={styles.tab}
          href={
            tab === 'overview' ? routeHash('servers', server.name) : routeHash('servers', server.name, tab)
          }
          aria-current={tab === open ? 'page' : undefined}
        >
          {words.tabs[tab]}
          {typeof amounts[tab] === 'number' && (
            <span className={styles.amount} data-changed={tab === 'tools' && changed}>
              {messages.number(amounts[tab])}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
