// What config.json held before, newest first; any of them comes back through the review that every change goes through.
import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { ReactElement } from 'react';
import type { ConfigVersion } from '../../../../shared/configuration.ts';
import { toErrorView } from '../../../../shared/errors.ts';
import type { ErrorView } from '../../../../shared/errors.ts';
import { scrollable } from '../../../components/scrollable.ts';
import { Failure } from '../../../components/failure.tsx';
import { useMessages } from '../../../messages/messages.ts';
import { usePage } from '../../../page.ts';
import { useFreshReading } from '../use-fresh-reading.ts';
import styles from './versions.module.css';

export interface VersionsProps {
  readonly onRestore: (text: string) => void;
}

export function Versions({ onRestore }: VersionsProps): ReactElement {
  const words = useMessages().configuration;
  const { bridge } = usePage();
  const [versions, setVersions] = useState<readonly ConfigVersion[] | null>(null);
  const [problem, setProblem] = useState<ErrorView | null>(null);

  const read = useCallback((): void => {
    bridge.client
      .listConfigVersions({})
      .then(setVersions, (error: unknown) => setProblem(toErrorView(error)));
  }, [bridge]);
  useFreshReading(read);

  const restore = async (id: string): Promise<void> => {
    setProblem(null);
    try {
      onRestore((await bridge.client.readConfigVersion({ id })).text);
    } catch (error) {
      setProblem(toErrorView(error));
    }
  };

  return (
    <aside className={styles.versions} aria-label={words.versionsTitle} {...scrollable}>
      <h2 className={styles.title}>{words.versionsTitle}</h2>
      <p className={styles.lead}>{words.versionsLead}</p>
      {problem !== null && <Failure error={problem} />}
      <ol className={styles.list}>
        {versions?.map((version) => (
          <li key={version.id} className={styles.version}>
            <p className={styles.moment}>
              <time dateTime={new Date(version.savedAt).toISOString()}>{words.moment(version.savedAt)}</time>
              {!version.isCurrent && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={words.restoreVersion(words.moment(version.savedAt))}
                  onClick={() => void restore(version.id)}
                >
                  {words.restore}
                </Button>
              )}
            </p>
            <p className={styles.dim}>
              {version.isCurrent && <span className={styles.current}>{words.currentVersion} · </span>}
              {words.writtenBy[version.by]} · {words.size(version.bytes)}
              {version.hasFaults && <span className={styles.faulty}> · {words.withFaults}</span>}
            </p>
            {version.keys.length > 0 && (
              <p className={styles.keys} title={version.keys.join(', ')}>
                {version.keys.slice(0, 4).join(', ')}
                {version.keys.length > 4 && ` ${words.more(version.keys.length - 4)}`}
              </p>
            )}
          </li>
        ))}
      </ol>
    </aside>
  );
}
