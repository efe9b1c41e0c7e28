// Importing a client's servers: choose, see it whole once more, agree, and read what came of it.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ClientView, ImportOutcome, ImportPlan } from '../../../shared/clients.ts';
import { ConsentSummary } from '../../components/consent-summary.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FaultLine } from '../../components/fault-line.tsx';
import { useMessages } from '../../messages/messages.ts';
import { Change } from './change-dialog.tsx';
import styles from './dialogs.module.css';
import { ImportChoices } from './import-choices.tsx';
import { useImport } from './use-import.ts';

export interface ImportDialogProps {
  readonly client: Pick<ClientView, 'id' | 'name'>;
  /** Something was imported; the dialog is still open. */
  readonly onDone: (outcome: ImportOutcome) => void;
  readonly onClose: () => void;
}

export function ImportDialog({ client, onDone, onClose }: ImportDialogProps): ReactElement {
  const words = useMessages().clients.importing;
  const draft = useImport(client.id);
  const { plan, outcome } = draft;
  const title =
    outcome !== null
      ? words.doneTitle(client.name)
      : plan === null
        ? words.title(client.name)
        : plan.servers.length === 0
          ? words.onlySwitchTitle(client.name)
          : words.reviewTitle(plan.servers.length);
  const close = (): void => {
    if (outcome !== null) onDone(outcome);
    onClose();
  };
  return (
    <Dialog key={title} title={title} onEscape={close} wide>
      {outcome !== null ? (
        <Outcome outcome={outcome} name={client.name} />
      ) : plan === null ? (
        <ImportChoices draft={draft} />
      ) : (
        <Review plan={plan} />
      )}
      <FaultLine text={draft.task.fault} />
      <Buttons draft={draft} onClose={close} />
    </Dialog>
  );
}

function Buttons({
  draft,
  onClose,
}: {
  readonly draft: ReturnType<typeof useImport>;
  readonly onClose: () => void;
}): ReactElement {
  const words = useMessages().clients;
  const { task, plan, outcome, count, switchOver } = draft;
  if (outcome !== null) {
    return (
      <div className={styles.buttons}>
        <Button size="xs" onClick={onClose}>
          {words.close}
        </Button>
      </div>
    );
  }
  const isNothing = count === 0 && !switchOver;
  return (
    <div className={styles.buttons}>
      <Button size="xs" variant="default" onClick={plan === null ? onClose : draft.back}>
        {plan === null ? words.cancel : words.importing.back}
      </Button>
      {plan === null ? (
        <Button
          size="xs"
          aria-busy={task.busy}
          aria-disabled={task.busy || isNothing}
          onClick={() => {
            if (!isNothing) void draft.review();
          }}
        >
          {words.importing.review}
        </Button>
      ) : (
        <Button size="xs" aria-busy={task.busy} aria-disabled={task.busy} onClick={() => void draft.apply()}>
          {words.importing.confirm(plan.servers.length)}
        </Button>
      )}
    </div>
  );
}

function Review({ plan }: { readonly plan: ImportPlan }): ReactElement {
  const words = useMessages().clients.importing;
  return (
    <>
      <ul className={styles.entries}>
        {plan.servers.map(({ key, view, secrets }) => (
          <li key={key} className={styles.entry} aria-label={view.name}>
            <span className={styles.entryName}>{view.name}</span>
            <ConsentSummary view={view} />
            {secrets.length > 0 && <p className={styles.entryNote}>{words.keptAs(secrets)}</p>}
          </li>
        ))}
      </ul>
      {plan.change !== null && <Change change={plan.change} asksToken />}
    </>
  );
}

function Outcome({
  outcome,
  name,
}: {
  readonly outcome: ImportOutcome;
  readonly name: string;
}): ReactElement {
  const words = useMessages().clients.importing;
  const { added, missing, isSwitched } = outcome;
  return (
    <div className={styles.part}>
      <p>{words.done(added)}</p>
      {isSwitched && <p>{words.switched(name)}</p>}
      {missing.length > 0 && <p>{words.missing(missing)}</p>}
      <p className={styles.dim}>{words.undoable}</p>
    </div>
  );
}
