// The page: the component kit, the words and the stores, and the frame within them.
import { MantineProvider } from '@mantine/core';
import type { ReactElement } from 'react';
import { Frame } from './frame/frame.tsx';
import { MessagesContext } from './messages/messages.ts';
import type { Messages } from './messages/messages.ts';
import { PageContext } from './page.ts';
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
