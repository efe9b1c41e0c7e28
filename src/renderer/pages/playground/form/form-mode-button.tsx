// Fields or JSON.
import { IconBraces, IconForms } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import styles from './form.module.css';
import type { FormDraft } from './use-form-draft.ts';

export function FormModeButton({ draft }: { readonly draft: FormDraft }): ReactElement {
  const words = useMessages().playground;
  const isJson = draft.jsonText !== null;
  const modes = [
    { isJson: false, label: words.asForm, icon: <IconForms size={14} stroke={1.7} aria-hidden="true" /> },
    { isJson: true, label: words.asJson, icon: <IconBraces size={14} stroke={1.7} aria-hidden="true" /> },
  ];
  return (
    <div className={styles.modes} role="group" aria-label={words.shown}>
      {modes.map((mode) => (
        <button
          key={mode.label}
          type="button"
          className={styles.mode}
          aria-pressed={mode.isJson === isJson}
          onClick={() => {
            if (mode.isJson !== isJson) draft.showJson(mode.isJson);
          }}
        >
          {mode.icon}
          {mode.label}
        </button>
      ))}
    </div>
  );
}
