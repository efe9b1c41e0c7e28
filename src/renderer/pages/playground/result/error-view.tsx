// A JSON-RPC error: what it says, its data, and the pages that the server wants to be visited first.
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import type { PlaygroundError } from '../../../../shared/playground.ts';
import { useMessages } from '../../../messages/messages.ts';
import { FoldedText } from './folded-text.tsx';
import styles from './result.module.css';
import { WebLink } from './web-link.tsx';

/** MCP 2025-11-25, client/elicitation: URLElicitationRequiredError. */
const urlRequired = -32_042;

export function ErrorView({ error }: { readonly error: PlaygroundError }): ReactElement {
  const words = useMessages().playground.result;
  const pages = error.code === urlRequired ? pagesOf(error.data) : [];
  return (
    <div className={styles.blocks}>
      <div className={styles.error} role="group" aria-label={words.failed}>
        <IconAlertCircle size={17} stroke={1.8} aria-hidden="true" />
        <div className={styles.errorText}>
          <p>{error.message.slice(0, 4000)}</p>
          {error.code !== 0 && <p className={styles.code}>{words.code(error.code)}</p>}
        </div>
      </div>
      {pages.length > 0 && <p>{words.urlRequired}</p>}
      {pages.map(({ url, message }) => (
        <div key={url} className={styles.link}>
          {message !== '' && <p>{message.slice(0, 1000)}</p>}
          <code className={styles.address}>{url}</code>
          <WebLink address={url} />
        </div>
      ))}
      {error.data !== undefined && error.code !== 0 && (
        <FoldedText label={words.errorData} value={error.data} fileName="error.json" />
      )}
    </div>
  );
}

function pagesOf(data: unknown): readonly { readonly url: string; readonly message: string }[] {
  const list =
    isRecord(data) && Array.isArray(data['elicitations']) ? (data['elicitations'] as unknown[]) : [];
  return list.slice(0, 20).flatMap((one) => {
    if (!isRecord(one) || typeof one['url'] !== 'string') return [];
    return [{ url: one['url'], message: typeof one['message'] === 'string' ? one['message'] : '' }];
  });
}
