// All that Patchbay and its servers print, in one place: of all of them or of one, live. `#/logs/NAME` is one source,
// `#/logs/NAME/at/TIME` the moment of something that happened to it.
import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { builtInServerName } from '../../../shared/names.ts';
import type { AppState } from '../../../shared/state.ts';
import { PageHead } from '../../components/page-head.tsx';
import { useMessages } from '../../messages/messages.ts';
import { routeHash } from '../../state/routes.ts';
import type { PageProps } from '../sections.ts';
import { LogView } from './log-view.tsx';
import styles from './logs-page.module.css';

export function LogsPage({ state, rest }: PageProps): ReactElement {
  const messages = useMessages();
  const words = messages.logs;
  const [source = '', kind = '', time = ''] = rest;
  const moment = kind === 'at' && /^\d+$/.test(time) ? Number(time) : null;
  const sources = useSources(state, source);
  return (
    <div className={styles.page}>
      <PageHead
        title={messages.frame.sections.logs}
        actions={
          <NativeSelect
            size="xs"
            aria-label={words.source}
            className={styles.source}
            value={source}
            onChange={(event) => {
              window.location.hash = routeHash('logs', ...[event.currentTarget.value].filter(Boolean));
            }}
            data={[
              { value: '', label: words.allSources },
              ...sources.map((name) => ({
                value: name,
                label: name === builtInServerName ? words.own : name,
              })),
            ]}
          />
        }
      />
      <LogView key={source} source={source === '' ? null : source} moment={moment} />
    </div>
  );
}

/** Patchbay itself first, and the open one even where there is no such server any more. */
function useSources({ servers }: AppState, open: string): readonly string[] {
  const names = servers.map(({ name }) => name).join('\n');
  return useMemo(() => {
    const known = new Set([builtInServerName, ...names.split('\n').filter((name) => name !== '')]);
    if (open !== '') known.add(open);
    return [...known];
  }, [names, open]);
}
