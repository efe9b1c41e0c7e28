// Every server in one line: what it is doing, and how busy it was in the last minutes.
import { memo, useMemo } from 'react';
import type { ReactElement } from 'react';
import type { RecentCallsView, ServerCallNumbers } from '../../../shared/calls-numbers.ts';
import type { ServerView } from '../../../shared/state.ts';
import { ServerSentence } from '../../components/server-sentence.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useMessages } from '../../messages/messages.ts';
import { routeHash } from '../../state/routes.ts';
import { areaPath } from './chart-paths.ts';
import styles from './server-glance.module.css';

export interface ServerGlanceProps {
  readonly servers: readonly ServerView[];
  readonly recent: RecentCallsView | null;
}

export function ServerGlance({ servers, recent }: ServerGlanceProps): ReactElement {
  const messages = useMessages();
  const words = messages.overview.servers;
  const numbers = useMemo(() => new Map(recent?.servers.map((one) => [one.server, one])), [recent]);
  return (
    <section className={styles.servers} aria-labelledby="glance-servers">
      <div className={styles.head}>
        <h2 id="glance-servers" className={styles.title}>
          <a href={routeHash('servers')}>{messages.servers.title}</a>{' '}
          <span className={styles.count}>{messages.number(servers.length)}</span>
        </h2>
        <span className={styles.number} aria-hidden="true">
          {words.calls}
        </span>
        <span className={styles.number} aria-hidden="true">
          {words.mean}
        </span>
      </div>
      <ul className={styles.list} aria-labelledby="glance-servers">
        {servers.map((server) => (
          <Line key={server.name} server={server} numbers={numbers.get(server.name)} />
        ))}
      </ul>
    </section>
  );
}

interface LineProps {
  readonly server: ServerView;
  readonly numbers: ServerCallNumbers | undefined;
}

const Line = memo(function Line({ server, numbers }: LineProps): ReactElement {
  const messages = useMessages();
  const words = messages.overview.servers;
  return (
    <li className={styles.line} data-off={!server.enabled}>
      <StatusMark server={server} />
      <a className={styles.name} href={routeHash('servers', server.name)} title={server.name}>
        {server.name}
      </a>
      <ServerSentence server={server} className={styles.sentence} />
      <Sparkline parts={numbers?.parts ?? []} />
      <span className={styles.number} title={words.callsLong}>
        {numbers === undefined ? '' : messages.number(numbers.calls)}
      </span>
      <span className={styles.number} title={words.meanLong}>
        {numbers === undefined || numbers.meanMs === null
          ? ''
          : messages.overview.charts.duration(numbers.meanMs)}
      </span>
    </li>
  );
}, isSame);

/** The numbers come anew at each step, mostly with the same content. */
function isSame(before: LineProps, after: LineProps): boolean {
  const [one, other] = [before.numbers, after.numbers];
  return (
    before.server === after.server &&
    one?.calls === other?.calls &&
    one?.meanMs === other?.meanMs &&
    one?.parts.join() === other?.parts.join()
  );
}

function Sparkline({ parts }: { readonly parts: readonly number[] }): ReactElement {
  const most = Math.max(1, ...parts);
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${Math.max(1, parts.length)} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={areaPath(parts.map((part) => part / most))} />
    </svg>
  );
}
