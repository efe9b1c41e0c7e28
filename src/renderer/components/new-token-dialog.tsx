// Making a token: the form, then the token itself, this once. Only this dialog ever holds it.
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { NewToken } from '../../shared/tokens.ts';
import { useMessages } from '../messages/messages.ts';
import { Dialog } from './dialog.tsx';
import { MadeToken } from './made-token.tsx';
import { TokenForm } from './token-form.tsx';

export interface NewTokenDialogProps {
  readonly servers: readonly string[];
  /** A token was made; the dialog is still open. */
  readonly onMade: () => void;
  readonly onClose: () => void;
}

export function NewTokenDialog({ servers, onMade, onClose }: NewTokenDialogProps): ReactElement {
  const words = useMessages().tokens;
  const [made, setMade] = useState<NewToken | null>(null);
  // Escape out of habit must not lose what is shown once.
  return (
    <Dialog
      title={made === null ? words.form.title : words.made.title(made.name)}
      onEscape={made === null ? onClose : null}
    >
      {made === null ? (
        <TokenForm
          servers={servers}
          onCancel={onClose}
          onMade={(token) => {
            setMade(token);
            onMade();
          }}
        />
      ) : (
        <MadeToken made={made} onDone={onClose} />
      )}
    </Dialog>
  );
}
