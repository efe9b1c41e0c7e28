// Who is connected to one server, and how the calls to it went.
import type { ReactElement } from 'react';
import type { CallNumbers, ServerDetail, ServerSession } from '../../../shared/server-detail.ts';
import { scrollable } from '../../components/scrollable.ts';
import { useNow } from '../../components/use-now.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './detail.module.css';

export function CallsPart({ detail }: { readonly detail: ServerDetail }): ReactElement {
  return (
    <>
      <Numbers numbers={detail.numbers} />
      <Sessions sessions={detail.sessions} />
    </>
  );
}

function Numbers({ numbers }: { readonly numbers: readonly CallNumbers[] }): ReactElement {
  const messages = useMessages();
  const words = messages.manage.calls;
  const time = (value: number | null): string => (value === null ? messages.unknown : words.ms(value));
  return (
    <>
      <h3 className={styles.title}>{words.numbers}</h3>
      {numbers.length === 0 ? (
        <p className={styles.quiet}>{words.noCalls}</p>
      ) : (
        <div className={styles.scroll} {...scrollable}>
          <table className={styles.table} aria-label={words.numbers}>
            <thead>
              <tr>
                <th scope="col">{words.method}</th>
                {[words.count, words.errors, words.cancelled, words.median, words.p95].map((title) => (
                  <th key={title} scope="col" className={styles.amount}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {numbers.map(({ method, calls, errors, cancelled, medianMs, p95Ms }) => (
                <tr key={method ?? ''}>
                  <th scope="row">{method === null ? words.all : <code>{method}</code>}</th>
                  <td className={styles.amount}>{messages.number(calls)}</td>
                  <td className={styles.amount} data-tone={errors > 0 ? 'bad' : undefined}>
                    {messages.number(errors)}
                  </td>
                  <td className={styles.amount}>{messages.number(cancelled)}</td>
                  <td className={styles.amount}>{time(medianMs)}</td>
                  <td className={styles.amount}>{time(p95Ms)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Sessions({ sessions }: { readonly sessions: readonly ServerSession[] }): ReactElement {
  const messages = useMessages();
  const words = messages.manage.calls;
  const { seconds, ago } = messages.registrations;
  const now = useNow();
  // Two of one client are told apart by nothing that may be shown.
  const shown = sessions.map((session, place) => ({ ...session, place }));
  return (
    <>
      <h3 className={styles.title}>{words.sessions}</h3>
      {sessions.length === 0 ? (
        <p className={styles.quiet}>{words.noSessions}</p>
      ) : (
        <div className={styles.scroll} {...scrollable}>
          <table className={styles.table} aria-label={words.sessions}>
            <thead>
              <tr>
                <th scope="col">{words.client}</th>
                <th scope="col">{words.where}</th>
                <th scope="col">{words.active}</th>
                <th scope="col" className={styles.amount}>
                  {words.inFlight}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ place, client, version, isOnAll, lastActivityAt, inFlight }) => (
                <tr key={place}>
                  <th scope="row">
                    {client === '' ? words.unknownClient : client}{' '}
                    <span className={styles.faint}>{version}</span>
                  </th>
                  <td>{isOnAll ? words.onAll : words.alone}</td>
                  <td>
                    {lastActivityAt === null
                      ? messages.unknown
                      : ago(seconds(Math.max(0, now - lastActivityAt)))}
                  </td>
                  <td className={styles.amount}>{messages.number(inFlight)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
