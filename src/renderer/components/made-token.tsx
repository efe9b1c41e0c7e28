// A token that was just made, this once: to be copied as it is, as a header, or within a client's configuration.
// Keeps nothing: with its dialog the token is gone from the page.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { useAppState } from '../page.ts';
import { clientConfig, gatewayEndpoint, tokenHeader } from '../state/addresses.ts';
import type { NewToken } from '../../shared/tokens.ts';
import { Snippet } from './snippet.tsx';
import styles from './token-dialog.module.css';

export interface MadeTokenProps {
  readonly made: NewToken;
  readonly onDone: () => void;
}

export function MadeToken({ made, onDone }: MadeTokenProps): ReactElement {
  const messages = useMessages();
  const words = messages.tokens.made;
  const state = useAppState();
  const endpoint = state === null ? null : gatewayEndpoint(state.gateway);
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => first.current?.querySelector('button')?.focus(), []);
  return (
    <>
      <p className={styles.text}>
        {words.lead} {words.until(made.expiresAt)}
      </p>
      <div ref={first}>
        <Part title={words.token} text={made.token} copied={words.copyToken} />
      </div>
      <Part title={words.header} text={tokenHeader(made.token)} copied={words.copyHeader} />
      {endpoint !== null && (
        <Part title={words.config} text={clientConfig(endpoint, made.token)} copied={words.copyConfig} />
      )}
      <div className={styles.buttons}>
        <Button size="xs" onClick={onDone}>
          {words.done}
        </Button>
      </div>
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly text: string;
  readonly copied: string;
}

function Part({ title, text, copied }: PartProps): ReactElement {
  const messages = useMessages();
  return (
    <div className={styles.part}>
      <h3 className={styles.partTitle}>{title}</h3>
      <Snippet label={title} text={text} copyLabel={messages.copy.snippet(copied)} />
    </div>
  );
}
