// Whichever dialog about a client is open, for each page that offers them.
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ClientView } from '../../../shared/clients.ts';
import { TokenQuestion } from '../../components/token-question.tsx';
import { useMessages } from '../../messages/messages.ts';
import { usePage } from '../../page.ts';
import { ChangeDialog } from './change-dialog.tsx';
import type { ClientAction } from './client-entry.tsx';
import { ImportDialog } from './import-dialog.tsx';

export interface ClientDialogs {
  readonly open: (action: ClientAction, client: ClientView) => void;
  /** The open one, to be painted; null: none. */
  readonly dialog: ReactElement | null;
  /** What was done last, as a sentence; null: nothing yet. */
  readonly said: string | null;
}

/** `onChange` hears of everything that was done. */
export function useClientDialogs(onChange: () => void): ClientDialogs {
  const words = useMessages().clients;
  const { bridge, announcement } = usePage();
  const [opened, setOpened] = useState<{ action: ClientAction; client: ClientView } | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const close = (): void => setOpened(null);
  const tell = (sentence: string): void => {
    setSaid(sentence);
    announcement.set(sentence);
    close();
    onChange();
  };
  const dialog = ((): ReactElement | null => {
    if (opened === null) return null;
    const { action, client } = opened;
    const { id, name } = client;
    if (action === 'import')
      return (
        <ImportDialog
          client={client}
          onDone={({ added }) => tell(words.importing.done(added))}
          onClose={close}
        />
      );
    if (action === 'undo')
      return (
        <TokenQuestion
          title={words.undoTitle(name)}
          text={words.undoText}
          confirm={words.undoConfirm}
          cancel={words.cancel}
          onConfirm={async () => {
            const { removed, kept } = await bridge.client.undoImport({ client: id });
            tell(words.undone(name, removed, kept));
          }}
          onClose={close}
        />
      );
    return (
      <ChangeDialog
        client={client}
        what={action}
        onDone={() => tell(action === 'connect' ? words.connected(name) : words.disconnected(name))}
        onClose={close}
      />
    );
  })();
  return { open: (action, client) => setOpened({ action, client }), dialog, said };
}
