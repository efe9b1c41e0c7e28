// The frame: header, whatever the connection allows to be shown, and what floats above it.
import { MantineProvider } from '@mantine/core';
import type { ReactElement } from 'react';
import styles from './app.module.css';
import { ActionFailures } from './components/action-failures.tsx';
import { Announcer } from './components/announcer.tsx';
import { ConnectionBanner } from './components/connection-banner.tsx';
import { ExpiredNotice } from './components/expired-notice.tsx';
import { Header } from './components/header.tsx';
import { Workspace } from './components/workspace.tsx';
import { MessagesContext, useMessages } from './messages/messages.ts';
import type { Messages } from './messages/messages.ts';
import { PageContext, useAppState, usePage, useValue } from './page.ts';
import type { Page } from './page.ts';
import { theme } from './styles/theme.ts';

export interface AppProps {
  readonly page: Page;
  readonly messages: Messages;
}

/** The whole page. */
export function App({ page, messages }: AppProps): ReactElement {
  // Colours come from styles/tokens.css: without style elements at run time the page needs no 'unsafe-inline'.
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <MessagesContext value={messages}>
        <PageContext value={page}>
          <Frame />
        </PageContext>
      </MessagesContext>
    </MantineProvider>
  );
}

function Frame(): ReactElement {
  return (
    <div className={styles.frame}>
      <Header />
      <Content />
      <ConnectionBanner />
      <ActionFailures />
      <Announcer />
    </div>
  );
}

function Content(): ReactElement {
  const messages = useMessages();
  const state = useAppState();
  const connection = useValue(usePage().bridge.connection);
  if (connection === 'expired') return <ExpiredNotice />;
  if (state !== null) return <Workspace state={state} />;
  return (
    <main className={styles.waiting} aria-busy="true">
      <p className={styles.waitingText}>{messages.connection.connecting}</p>
    </main>
  );
}
