// How this Patchbay's own registration with another proxy stands. Nothing while none is configured.
import type { ReactElement } from 'react';
import type { AnnouncementView } from '../../shared/announcement.ts';
import { useMessages, type Messages } from '../messages/messages.ts';
import styles from './registrations.module.css';
import { Told } from './told.tsx';

export interface OwnAnnouncementProps {
  readonly announcement: AnnouncementView;
  /** Epoch milliseconds. */
  readonly now: number;
}

export function OwnAnnouncement({ announcement, now }: OwnAnnouncementProps): ReactElement | null {
  const messages = useMessages();
  const words = messages.announcement;
  const { state, proxyUrl, isPending, problem } = announcement;
  if (state === 'off') return null;
  const isWaiting = state === 'registered' && isPending;
  return (
    <section aria-labelledby="announcement-title">
      <h3 id="announcement-title" className={styles.subtitle}>
        {words.title}
      </h3>
      <div className={styles.entry} data-announcement={isWaiting ? 'pending' : state}>
        <div className={styles.head}>
          <div className={styles.names}>
            <span className={styles.key}>{proxyUrl}</span>
            <span className={styles.state}>{isWaiting ? words.pending : words.state[state]}</span>
          </div>
        </div>
        {problem !== null && (
          <p className={styles.problem}>
            <Told text={problem} error={announcement.fault} />
          </p>
        )}
        <dl className={styles.facts}>
          {factsOf(announcement, now, messages).map(([title, value]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}

function factsOf(view: AnnouncementView, now: number, messages: Messages): readonly [string, string][] {
  const { announcement: words, registrations } = messages;
  const { serverKey, serverUrl, lastHeardAt, retryAt } = view;
  const time = (ms: number): string => registrations.seconds(Math.max(0, ms));
  const facts: readonly [string, string | null][] = [
    [words.key, serverKey],
    [words.address, serverUrl],
    [words.heard, lastHeardAt === null ? null : registrations.ago(time(now - lastHeardAt))],
    [words.nextTry, retryAt === null ? null : words.in(time(retryAt - now))],
  ];
  return facts.flatMap(([title, value]) => (value === null ? [] : [[title, value] as [string, string]]));
}
