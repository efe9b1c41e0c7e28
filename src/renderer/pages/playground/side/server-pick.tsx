// Which server is tried, and its lists read again.
import { NativeSelect } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { useMessages } from '../../../messages/messages.ts';
import { placeHash, type Place, type PlaygroundServer } from '../place.ts';
import styles from './side.module.css';

export interface ServerPickProps {
  readonly servers: readonly PlaygroundServer[];
  readonly place: Place;
  readonly onReload: () => void;
}

export function ServerPick({ servers, place, onReload }: ServerPickProps): ReactElement {
  const words = useMessages().playground;
  const names = servers.map(({ name }) => name);
  return (
    <div className={styles.pick}>
      <NativeSelect
        size="xs"
        aria-label={words.server}
        value={place.server}
        // One that has gone stays chosen until another one is.
        data={names.includes(place.server) ? names : [place.server, ...names]}
        onChange={(event) => {
          const server = event.currentTarget.value;
          window.location.hash = placeHash({ server, kind: place.kind, item: null });
        }}
      />
      <IconButton
        label={words.reload}
        icon={<IconRefresh size={15} stroke={1.7} aria-hidden="true" />}
        onPress={onReload}
      />
    </div>
  );
}
