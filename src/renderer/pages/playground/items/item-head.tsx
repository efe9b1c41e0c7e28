// What is open: its title, its name as servers know it, what it says of itself.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { useMessages } from '../../../messages/messages.ts';
import type { Described } from '../session/read-offer.ts';
import styles from './items.module.css';

export interface ItemHeadProps {
  readonly item: Described & { readonly key: string };
  readonly children?: ReactNode;
}

const shortLength = 400;

export function ItemHead({ item, children }: ItemHeadProps): ReactElement {
  const words = useMessages().playground;
  const [isWhole, setWhole] = useState(false);
  const { title, key: name, description } = item;
  const isLong = description !== null && description.length > shortLength;
  return (
    <div className={styles.head}>
      <h2 className={styles.title}>{title.slice(0, 300)}</h2>
      <div className={styles.names}>
        {title !== name && <code className={styles.name}>{name}</code>}
        <CopyButton text={name} label={words.copyName(name)} />
        {children}
      </div>
      {description !== null && (
        <p className={styles.description}>
          {isLong && !isWhole ? `${description.slice(0, shortLength)}… ` : description.slice(0, 20_000)}
          {isLong && (
            <Button size="compact-xs" variant="subtle" onClick={() => setWhole(!isWhole)}>
              {isWhole ? words.result.showLess : words.showMore}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
