// An address that a server chose: shown as the browser reads it, so that nothing in it is hidden, and opened only by a click,
// in a window that knows nothing of this one. Anything but http and https stays text.
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { webAddress } from './content-blocks.ts';
import styles from './result.module.css';

export interface WebLinkProps {
  readonly address: string;
  /** Says nothing of what is no web address. */
  readonly quiet?: boolean;
  readonly onOpen?: () => void;
}

export function WebLink({ address, quiet = false, onOpen }: WebLinkProps): ReactElement | null {
  const words = useMessages().playground.result;
  const url = webAddress(address);
  if (url === null) return quiet ? null : <p className={styles.broken}>{words.notOpened}</p>;
  return (
    <a className={styles.open} href={url.href} target="_blank" rel="noopener noreferrer" onClick={onOpen}>
      <IconExternalLink size={14} stroke={1.8} aria-hidden="true" />
      {words.open(url.host)}
    </a>
  );
}
