// What stands around each part of a server that is asked for: waiting, a failure, or that nobody has asked the server yet.
import { Button } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import type { ServerDetail } from '../../../shared/server-detail.ts';
import { Failure } from '../../components/failure.tsx';
import { useMessages } from '../../messages/messages.ts';
import styles from './detail.module.css';
import type { LoadedDetail } from './use-server-detail.ts';

export interface DetailFrameProps {
  readonly loaded: LoadedDetail;
  /** It can be started from here. */
  readonly canAsk: boolean;
  /** Whether this part is known of the server. */
  readonly isKnown: (detail: ServerDetail) => boolean;
  readonly children: (detail: ServerDetail) => ReactNode;
}

export function DetailFrame({ loaded, canAsk, isKnown, children }: DetailFrameProps): ReactElement {
  const words = useMessages().manage;
  const { detail, fault, busy, reload, learn } = loaded;
  if (detail === null && fault === null)
    return (
      <p className={styles.quiet} aria-busy="true">
        {words.loading}
      </p>
    );
  return (
    <>
      {fault !== null && (
        <Failure title={words.failed} error={fault}>
          <Button size="compact-sm" variant="default" onClick={() => void reload()}>
            {words.tryAgain}
          </Button>
        </Failure>
      )}
      {detail !== null && isKnown(detail) && children(detail)}
      {detail !== null && !isKnown(detail) && (
        <div className={styles.unknown}>
          <h3>{words.unknown.title}</h3>
          <p>{words.unknown.text}</p>
          {canAsk && (
            <Button size="xs" aria-busy={busy} aria-disabled={busy} loading={busy} onClick={learn}>
              {words.unknown.ask}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
