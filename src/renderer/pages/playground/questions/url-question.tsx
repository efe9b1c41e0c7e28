// A page that a server wants to be visited. It is shown before it can be opened, and answered for by the person.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { useMessages } from '../../../messages/messages.ts';
import { webAddress } from '../result/content-blocks.ts';
import { WebLink } from '../result/web-link.tsx';
import type { QuestionProps } from './question-props.ts';
import styles from './questions.module.css';

export function UrlQuestion({ params, onAnswer }: QuestionProps): ReactElement {
  const messages = useMessages();
  const words = messages.playground.questions;
  const [isOpened, setOpened] = useState(false);
  const { message, url } = params;
  const given = typeof url === 'string' ? url : '';
  // As the browser reads it: letters of other alphabets in a host's name are seen to be that.
  const shown = webAddress(given)?.href ?? given;
  return (
    <div className={styles.form}>
      {typeof message === 'string' && <p className={styles.message}>{message.slice(0, 4000)}</p>}
      <div className={styles.page}>
        <p>{words.urlLead}</p>
        <p className={styles.address}>
          <code>{shown}</code>
          <CopyButton text={given} label={messages.playground.result.copy(words.pageAddress)} />
        </p>
        <p className={styles.lead}>{words.urlWarning}</p>
        <WebLink address={given} onOpen={() => setOpened(true)} />
      </div>
      <div className={styles.buttons}>
        <Button
          size="xs"
          variant={isOpened ? 'filled' : 'default'}
          onClick={() => onAnswer({ action: 'accept' })}
        >
          {words.visited}
        </Button>
        <Button size="xs" variant="default" onClick={() => onAnswer({ action: 'decline' })}>
          {words.decline}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => onAnswer({ action: 'cancel' })}>
          {words.dismiss}
        </Button>
      </div>
    </div>
  );
}
