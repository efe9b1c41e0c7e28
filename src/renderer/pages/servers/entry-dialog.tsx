// Adding a server, or changing one: the form, then, where a command is to run, the question whether it may.
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import type { ConsentView } from '../../../shared/consent.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useTask } from '../../components/use-task.ts';
import { useMessages } from '../../messages/messages.ts';
import { usePage } from '../../page.ts';
import { draftOf, emptyDraft, entryOf, type EntryDraft } from '../../state/entry-draft.ts';
import { ConsentStep } from './consent-step.tsx';
import { EntryForm } from './entry-form.tsx';

type Entry = Readonly<Record<string, unknown>>;

export interface EntryDialogProps {
  /** What is changed; null: a server is added. */
  readonly old: { readonly name: string; readonly entry: Entry } | null;
  readonly onDone: (name: string) => void;
  readonly onClose: () => void;
}

export function EntryDialog({ old, onDone, onClose }: EntryDialogProps): ReactElement {
  const words = useMessages().manage;
  const { client } = usePage().bridge;
  const [draft, setDraft] = useState<EntryDraft>(old === null ? emptyDraft : draftOf(old.name, old.entry));
  const [asked, setAsked] = useState<ConsentView | null>(null);
  const { busy, problem, run, forget } = useTask();
  const name = old?.name ?? draft.name.trim();
  const entry = entryOf(draft, old?.entry) as ServerEntryInput;

  const attempt = (step: () => Promise<void>): Promise<boolean> => run(step, () => setAsked(null));
  const write = async (consent: string | null): Promise<void> => {
    const agreed = consent === null ? {} : { consent };
    if (old === null) await client.addServer({ name, entry, ...agreed });
    else await client.changeServer({ name, entry, ...agreed });
    onDone(name);
  };
  const ask = async (): Promise<void> => {
    const view = await (old === null
      ? client.proposeServer({ name, entry })
      : client.proposeServerChange({ name, entry }));
    if (view.consent === null) await write(null);
    else setAsked(view);
  };

  if (asked !== null)
    return (
      <Dialog title={words.consent.title(name)} onEscape={() => setAsked(null)} alert wide>
        <ConsentStep
          view={asked}
          isChange={old !== null}
          busy={busy}
          onYes={() => void attempt(() => write(asked.consent))}
          onBack={() => setAsked(null)}
        />
      </Dialog>
    );
  return (
    <Dialog
      title={old === null ? words.form.addTitle : words.form.editTitle(old.name)}
      onEscape={onClose}
      wide
    >
      <EntryForm
        draft={draft}
        name={name}
        entry={entry}
        isNew={old === null}
        problem={problem}
        busy={busy}
        onChange={(patch) => {
          setDraft({ ...draft, ...patch });
          forget();
        }}
        onSubmit={() => void attempt(ask)}
        onCancel={onClose}
      />
    </Dialog>
  );
}
