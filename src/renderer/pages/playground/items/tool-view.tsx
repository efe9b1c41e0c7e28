// A tool: its form, its run.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { useValue } from '../../../page.ts';
import { FormModeButton } from '../form/form-mode-button.tsx';
import { SchemaForm } from '../form/schema-form.tsx';
import { useFormDraft } from '../form/use-form-draft.ts';
import type { OfferedTool } from '../session/read-offer.ts';
import { ItemHead } from './item-head.tsx';
import { itemKey, type ItemProps } from './item-props.ts';
import styles from './items.module.css';
import { RunForm } from './run-form.tsx';

export function ToolView({ store, server, item, onRead }: ItemProps<OfferedTool>): ReactElement {
  const words = useMessages().playground;
  const key = itemKey(server, 'tools', item.key);
  const run = useValue(store.runStates).get(key);
  const draft = useFormDraft(item.inputSchema, store.drafts, key);
  const start = (): boolean => {
    const given = draft.finish();
    if (given === null) return false;
    void store.runs.start(key, server, 'tools/call', { name: item.key, arguments: given });
    return true;
  };
  return (
    <div className={styles.item}>
      <ItemHead item={item}>
        <Hints hints={item.hints} />
      </ItemHead>
      {item.needsTask && <p className={styles.warning}>{words.needsTask}</p>}
      <RunForm
        action={run === undefined ? words.run : words.runAgain}
        run={run}
        onRun={start}
        onCancel={() => store.runs.cancel(key)}
        onRead={onRead}
        tools={
          <Button size="xs" variant="subtle" color="gray" onClick={draft.reset}>
            {words.reset}
          </Button>
        }
      >
        <div className={styles.formHead}>
          <h3 className={styles.part}>{words.arguments}</h3>
          <FormModeButton draft={draft} />
        </div>
        <SchemaForm draft={draft} label={words.arguments} />
      </RunForm>
    </div>
  );
}

function Hints({ hints }: { readonly hints: OfferedTool['hints'] }): ReactElement {
  const words = useMessages().playground.hints;
  return (
    <>
      {hints.isReadOnly && (
        <span className={styles.badge} data-kind="good" title={words.isReadOnlyHint}>
          {words.isReadOnly}
        </span>
      )}
      {hints.isDestructive && (
        <span className={styles.badge} data-kind="bad" title={words.isDestructiveHint}>
          {words.isDestructive}
        </span>
      )}
      {hints.isOpenWorld && (
        <span className={styles.badge} title={words.isOpenWorldHint}>
          {words.isOpenWorld}
        </span>
      )}
    </>
  );
}
