// Whichever dialog about a client is open, for each page that offers them.
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ClientCheck, ClientView } from '../../../shared/clients.ts';
import { TokenQuestion } from '../../components/token-question.tsx';
import { useMessages } from '../../messages/messages.ts';
import { usePage } from '../../page.ts';
import type { Page } from '../../page.ts';
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
  // The client's own word comes later than ours, and only where it has one.
  const tellChecked = async (
    { id, name }: Pick<ClientView, 'id' | 'name'>,
    sentence: string,
  ): Promise<void> => {
    tell(sentence);
    const found = await check(bridge, id);
    if (found === null || found.command === null) return;
    const word = words.checked(name, found.command, found.result);
    setSaid((now) => (now === sentence ? `${sentence} ${word}` : now));
    announcement.set(word);
  };
  const dialog = ((): ReactElement | null => {
    if (opened === null) return null;
    const { action, client } = opened;
    const { id, name } = client;
    if (action === 'import')
      return (
        <ImportDialog
          client={client}
          onDone={({ added, isSwitched }) => {
            const sentence = words.importing.done(added);
            if (isSwitched) void tellChecked(client, sentence);
            else tell(sentence);
          }}
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
        onDone={() =>
          action === 'connect'
            ? void tellChecked(client, words.connected(name))
            : tell(words.disconnected(name))
        }
        onClose={close}
      />
    );
  })();
  return { open: (action, client) => setOpened({ action, client }), dialog, said };
}

/** null: nobody knows; that it is connected was said already. */
async function check({ client }: Page['bridge'], id: string): Promise<ClientCheck | null> {
  try {
    return await client.checkClient({ client: id });
  } catch {
    return null;
  }
}
