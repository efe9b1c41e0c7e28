// What would run or be called, whole, and whether it is there: beside the fields, following them.
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import type { EntryCheck } from '../../../shared/server-detail.ts';
import { ConsentWarnings } from '../../components/consent-warnings.tsx';
import { FaultText } from '../../components/fault-text.tsx';
import { useMessages } from '../../messages/messages.ts';
import type { EntryDraft } from '../../state/entry-draft.ts';
import styles from './entry.module.css';

export interface EntryPreviewProps {
  readonly draft: EntryDraft;
  readonly check: EntryCheck | null;
  readonly isOld: boolean;
  readonly isNew: boolean;
}

export function EntryPreview({ draft, check, isOld }: EntryPreviewProps): ReactElement {
  const words = useMessages().manage.form;
  const title = draft.kind === 'command' ? words.preview : words.previewUrl;
  const whole = check?.faults.find(({ key }) => key === '');
  return (
    <section className={styles.preview} aria-label={title} aria-busy={isOld} aria-live="polite">
      <h3 className={styles.title}>
        {title}
        {isOld && <span className={styles.checking}>{words.checking}</span>}
      </h3>
      {check === null ? (
        <p className={styles.hint}>{words.nothingYet}</p>
      ) : (
        <>
          {check.preview !== null && <pre className={styles.command}>{check.preview.command}</pre>}
          {whole !== undefined && (
            <Finding tone="bad">
              <FaultText fault={whole} />
            </Finding>
          )}
          <Found check={check} />
          {check.preview !== null && <ConsentWarnings warnings={check.preview.warnings} />}
        </>
      )}
    </section>
  );
}

function Found({ check: { command, url } }: { readonly check: EntryCheck }): ReactElement {
  const words = useMessages().manage.form;
  return (
    <>
      {command !== null && (
        <Finding tone={command.status === 'executable' ? 'good' : 'bad'}>
          {words.commandStates[command.status](command)}
        </Finding>
      )}
      {command !== null && command.missingFolder !== null && (
        <Finding tone="bad">{words.missingFolder(command.missingFolder)}</Finding>
      )}
      {url !== null && (
        <Finding tone={url.status === 'answers' ? 'good' : url.status === 'unchecked' ? 'note' : 'warn'}>
          {words.urlStates[url.status](url)}
        </Finding>
      )}
    </>
  );
}

type Tone = 'good' | 'warn' | 'bad' | 'note';

function Finding({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactElement {
  return (
    <p className={styles.finding} data-tone={tone}>
      {signs[tone]}
      <span>{children}</span>
    </p>
  );
}

const signs: Readonly<Record<Tone, ReactElement>> = {
  good: <IconCircleCheck size={16} stroke={1.8} aria-hidden="true" />,
  warn: <IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" />,
  bad: <IconCircleX size={16} stroke={1.8} aria-hidden="true" />,
  note: <IconInfoCircle size={16} stroke={1.8} aria-hidden="true" />,
};
