// Copies a text and says so, to eyes and to screen readers, without changing its own size.
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { usePage } from '../page.ts';
import { copyText } from './copy-text.ts';
import styles from './copy-button.module.css';
import { IconButton } from './icon-button.tsx';

export interface CopyButtonProps {
  /** A function where it is not worth making before it is asked for. */
  readonly text: string | (() => string);
  readonly label: string;
  readonly tabIndex?: number;
  readonly cell?: number;
}

const feedbackMs = 1600;

export function CopyButton({ text, label, tabIndex, cell }: CopyButtonProps): ReactElement {
  const messages = useMessages();
  const { announcement } = usePage();
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');

  useEffect(() => {
    if (outcome === 'none') return undefined;
    const timer = setTimeout(() => setOutcome('none'), feedbackMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (): Promise<void> => {
    const done = await copyText(typeof text === 'string' ? text : text());
    setOutcome(done ? 'copied' : 'failed');
    announcement.set(done ? messages.copy.copied : messages.copy.failed);
  };

  return (
    <IconButton
      label={label}
      hint={typeof text === 'string' ? text : undefined}
      icon={icons[outcome]}
      onPress={() => void copy()}
      {...(tabIndex === undefined ? {} : { tabIndex })}
      {...(cell === undefined ? {} : { cell })}
    />
  );
}

const icons = {
  none: <IconCopy size={15} stroke={1.7} aria-hidden="true" />,
  copied: <IconCheck size={15} stroke={2.2} className={styles.copied} aria-hidden="true" />,
  failed: <IconAlertTriangle size={15} stroke={1.9} className={styles.failed} aria-hidden="true" />,
};
