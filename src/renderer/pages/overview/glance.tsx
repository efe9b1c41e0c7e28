// The overview of a Patchbay in use: whether all is well, what waits for a person, how busy it is, every server.
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { PageHead } from '../../components/page-head.tsx';
import { useNow } from '../../components/use-now.ts';
import { useTokens } from '../../components/use-tokens.ts';
import { useMessages } from '../../messages/messages.ts';
import { attentionOf } from '../../state/attention.ts';
import type { AppState, ServerView } from '../../../shared/state.ts';
import { Attention } from './attention.tsx';
import { CallCharts } from './call-charts.tsx';
import styles from './glance.module.css';
import { ServerGlance } from './server-glance.tsx';
import { useRecentCalls } from './use-recent-calls.ts';

export function Glance({ state }: { readonly state: AppState }): ReactElement {
  const messages = useMessages();
  const { list: tokens } = useTokens();
  // A token ends soon, or does not: no matter of seconds.
  const minute = useNow(60_000);
  const recent = useRecentCalls();
  const items = useMemo(() => attentionOf(state, tokens, minute), [state, tokens, minute]);
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <PageHead
          title={messages.frame.sections.overview}
          lead={<Verdict waiting={items.length} servers={state.servers} />}
        />
        <Attention items={items} now={minute} />
        <CallCharts recent={recent} />
        <ServerGlance servers={state.servers} recent={recent} />
      </div>
    </div>
  );
}

interface VerdictProps {
  readonly waiting: number;
  readonly servers: readonly ServerView[];
}

/** The two seconds: is all well? */
function Verdict({ waiting, servers }: VerdictProps): ReactElement {
  const words = useMessages().overview;
  const ready = servers.filter(({ status }) => status === 'ready').length;
  const disabled = servers.filter(({ enabled }) => !enabled).length;
  const idle = servers.filter(({ enabled, status }) => enabled && status === 'stopped').length;
  const Icon = waiting === 0 ? IconCircleCheck : IconAlertTriangle;
  return (
    <span className={styles.verdict} data-well={waiting === 0}>
      <Icon size={16} stroke={2} aria-hidden="true" />
      <strong>{waiting === 0 ? words.well : words.waiting(waiting)}</strong>
      <span className={styles.counts}>{words.counts({ ready, idle, disabled })}</span>
    </span>
  );
}
