// Which servers a new token is good for.
import { Checkbox } from '@mantine/core';
import { useId } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import styles from './token-dialog.module.css';

export interface TokenServersProps {
  readonly servers: readonly string[];
  readonly chosen: readonly string[];
  readonly fault: string | null;
  readonly onChange: (chosen: readonly string[]) => void;
}

export function TokenServers({ servers, chosen, fault, onChange }: TokenServersProps): ReactElement {
  const words = useMessages().tokens.form;
  const faultId = useId();
  return (
    <>
      <div
        className={styles.servers}
        role="group"
        aria-label={words.chosen}
        aria-describedby={fault === null ? undefined : faultId}
      >
        {servers.map((name, index) => (
          <Checkbox
            key={name}
            size="xs"
            label={name}
            checked={chosen.includes(name)}
            aria-invalid={fault !== null && index === 0}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
            }
          />
        ))}
      </div>
      {fault !== null && (
        <p id={faultId} className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </>
  );
}
