// One message of a call, laid out for reading.
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { CallMessage } from '../../../shared/activity.ts';
import { prettyJson } from '../../activity/pretty-json.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { scrollable } from '../../components/scrollable.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './call-detail.module.css';

export function CallMessageView({
  title,
  message,
}: {
  readonly title: string;
  readonly message: CallMessage;
}): ReactElement {
  const { activity } = useMessages();
  const { text, bytes, isCut } = message;
  const shown = useMemo(() => prettyJson(text), [text]);
  return (
    <div className={styles.message}>
      <div className={styles.head}>
        <h3>{title}</h3>
        <span className={styles.dim}>
          {isCut ? activity.detail.cut(activity.size(bytes)) : activity.size(bytes)}
        </span>
        <CopyButton text={() => shown} label={activity.detail.copy(title)} />
      </div>
      <pre className={styles.text} {...scrollable} role="group" aria-label={title}>
        {shown}
        {isCut && ' …'}
      </pre>
    </div>
  );
}
