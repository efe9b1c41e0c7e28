// A prompt: its arguments, with what the server suggests, and the messages that it makes of them.
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { useValue } from '../../../page.ts';
import formStyles from '../form/form.module.css';
import type { OfferedPrompt } from '../session/read-offer.ts';
import { ArgumentField } from './argument-field.tsx';
import { ItemHead } from './item-head.tsx';
import { itemKey, type ItemProps } from './item-props.ts';
import styles from './items.module.css';
import { RunForm } from './run-form.tsx';
import { useArgumentDraft } from './use-argument-draft.ts';

export function PromptView(props: ItemProps<OfferedPrompt>): ReactElement {
  const { store, server, opening, item, onRead } = props;
  const words = useMessages().playground;
  const key = itemKey(server, 'prompts', item.key);
  const run = useValue(store.runStates).get(key);
  const required = item.arguments.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const draft = useArgumentDraft(store.drafts, key, required);
  const start = (): boolean => {
    const given = draft.finish();
    if (given === null) return false;
    void store.runs.start(key, server, 'prompts/get', { name: item.key, arguments: given });
    return true;
  };
  return (
    <div className={styles.item}>
      <ItemHead item={item} />
      <RunForm
        action={words.get}
        run={run}
        onRun={start}
        onCancel={() => store.runs.cancel(key)}
        onRead={onRead}
      >
        <h3 className={styles.part}>{words.arguments}</h3>
        {item.arguments.length === 0 && <p className={formStyles.more}>{words.form.noFields}</p>}
        <div className={formStyles.fields}>
          {item.arguments.map((argument) => (
            <ArgumentField
              key={argument.name}
              {...argument}
              store={store}
              server={server}
              reference={{ type: 'ref/prompt', name: item.key }}
              canComplete={opening.canComplete}
              isMissing={draft.missing.has(argument.name)}
              values={draft.values}
              onChange={(value) => draft.change(argument.name, value)}
            />
          ))}
        </div>
      </RunForm>
    </div>
  );
}
