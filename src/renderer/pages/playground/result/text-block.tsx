// A text of a stranger: as it is, cut where it is long, to be copied or saved as a whole. Never HTML.
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { scrollable } from '../../../components/scrollable.ts';
import { saveFile } from '../../../components/save-file.ts';
import { useMessages } from '../../../messages/messages.ts';
import styles from './result.module.css';

export interface TextBlockProps {
  /** Says what it is. */
  readonly label: string;
  readonly text: string;
  readonly fileName: string;
}

const shortLength = 8000;
/** More than this would hold up the page. */
const longestLength = 1_000_000;

export function TextBlock({ label, text, fileName }: TextBlockProps): ReactElement {
  const words = useMessages().playground.result;
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > shortLength;
  const isTooLong = text.length > longestLength;
  return (
    <figure className={styles.block} aria-label={label}>
      <figcaption className={styles.caption}>
        <span className={styles.what} title={label}>
          {label}
        </span>
        <CopyButton text={text} label={words.copy(label)} />
        <IconButton
          label={words.download(label)}
          icon={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
          onPress={() => saveFile(fileName, [text])}
        />
      </figcaption>
      <pre className={styles.text} {...scrollable}>
        {isLong && !isWhole ? `${text.slice(0, shortLength)}…` : text}
      </pre>
      {isLong && (
        <div className={styles.cut}>
          {isTooLong ? (
            <span>{words.tooLong(text.length)}</span>
          ) : (
            <Button size="compact-xs" variant="default" onClick={() => setWhole(!isWhole)}>
              {isWhole ? words.showLess : words.showAll(text.length)}
            </Button>
          )}
        </div>
      )}
    </figure>
  );
}
