// The question before a client's file is changed: the exact change, and nothing is done without a yes to it.
import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ClientView, FileChange, ProposedChange } from '../../../shared/clients.ts';
import { ChangeLines } from '../../components/change-lines.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultLine } from '../../components/fault-line.tsx';
import { useTask } from '../../components/use-task.ts';
import { useMessages } from '../../messages/messages.ts';
import { usePage } from '../../page.ts';
import styles from './dialogs.module.css';

export interface ChangeDialogProps {
  readonly client: ClientView;
  readonly what: 'connect' | 'disconnect';
  /** The change was made, or there was none to make. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function ChangeDialog({ client, what, onDone, onClose }: ChangeDialogProps): ReactElement {
  const { clients: words } = useMessages();
  const { bridge } = usePage();
  const { busy, fault, run } = useTask();
  // undefined while it is not worked out; null: there is nothing to be done.
  const [proposed, setProposed] = useState<ProposedChange | null | undefined>();
  const { id, name } = client;

  const look = useCallback(
    () =>
      run(async () => {
        const ask = what === 'connect' ? bridge.client.proposeConnection : bridge.client.proposeDisconnection;
        setProposed(await ask({ client: id }));
      }),
    [bridge, id, what, run],
  );
  useEffect(() => void look(), [look]);

  const agree = async (): Promise<void> => {
    if (proposed === null || proposed === undefined) return;
    const { consent } = proposed;
    await run(
      async () => {
        if (what === 'connect') await bridge.client.connectClient({ consent });
        else await bridge.client.disconnectClient({ consent });
        onDone();
      },
      // A yes is good once; the next one needs another look.
      () => setProposed(undefined),
    );
  };

  const isOpen = proposed !== null && proposed !== undefined;
  return (
    <Dialog title={words.change[what](name)} onEscape={onClose} wide>
      {proposed === undefined && fault === null && <p className={styles.dim}>{words.change.working}</p>}
      {proposed === null && <p>{words.nothingToUndo(name)}</p>}
      {isOpen && <Change change={proposed.change} asksToken={what === 'connect'} />}
      <FaultLine text={fault} />
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={onClose}>
          {isOpen ? words.cancel : words.close}
        </Button>
        {proposed !== null && (
          <Button
            size="xs"
            aria-busy={busy}
            aria-disabled={busy}
            onClick={() => void (isOpen ? agree() : look())}
          >
            {isOpen || fault === null ? words.change.confirm : words.change.again}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

export interface ChangeProps {
  readonly change: FileChange;
  /** Whether a token is made for it. */
  readonly asksToken: boolean;
}

/** The change of a file, in words and lines. */
export function Change({ change, asksToken }: ChangeProps): ReactElement {
  const words = useMessages().clients.change;
  const { path, what, line, removed, added } = change;
  const said = { made: words.made, changed: words.changed, removed: words.gone }[what];
  return (
    <div className={styles.part}>
      <p className={styles.dim}>{said}</p>
      <p className={styles.path}>{path}</p>
      <ChangeLines label={words.lines} line={line} removed={removed} added={added} />
      {asksToken && <p className={styles.dim}>{words.token}</p>}
    </div>
  );
}
