// A template of addresses: its variables, with what the server suggests, and the resource behind the address that they make.
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { useValue } from '../../../page.ts';
import formStyles from '../form/form.module.css';
import type { OfferedTemplate } from '../session/read-offer.ts';
import { expandTemplate, templateVariables } from '../session/uri-template.ts';
import { ArgumentField } from './argument-field.tsx';
import { ItemHead } from './item-head.tsx';
import { itemKey, type ItemProps } from './item-props.ts';
import styles from './items.module.css';
import { RunForm } from './run-form.tsx';
import { useArgumentDraft } from './use-argument-draft.ts';

export function TemplateView(props: ItemProps<OfferedTemplate>): ReactElement {
  const { store, server, opening, item, onRead } = props;
  const words = useMessages().playground;
  const key = itemKey(server, 'templates', item.key);
  const run = useValue(store.runStates).get(key);
  const names = templateVariables(item.key);
  const draft = useArgumentDraft(store.drafts, key, []);
  const uri = expandTemplate(item.key, draft.values);
  return (
    <div className={styles.item}>
      <ItemHead item={item}>
        {item.mimeType !== null && <span className={styles.badge}>{item.mimeType.slice(0, 80)}</span>}
      </ItemHead>
      <RunForm
        action={words.read}
        run={run}
        onRun={() => {
          void store.runs.start(key, server, 'resources/read', { uri });
          return true;
        }}
        onCancel={() => store.runs.cancel(key)}
        onRead={onRead}
      >
        <div className={formStyles.fields}>
          {names.map((name) => (
            <ArgumentField
              key={name}
              store={store}
              server={server}
              reference={{ type: 'ref/resource', uri: item.key }}
              canComplete={opening.canComplete}
              name={name}
              description={null}
              isRequired={false}
              isMissing={false}
              values={draft.values}
              onChange={(value) => draft.change(name, value)}
            />
          ))}
        </div>
        <p className={styles.made}>
          <span>{words.address}</span>
          <code>{uri}</code>
        </p>
      </RunForm>
    </div>
  );
}
