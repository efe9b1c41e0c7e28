// A list: a field for each item, one more, one less.
import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { useMessages } from '../../../messages/messages.ts';
import { keyed } from '../keyed.ts';
import type { FieldPath } from '../schema/check.ts';
import { initialValue } from '../schema/values.ts';
import type { ControlProps } from './control.ts';
import { useForm } from './form-context.ts';
import { Group } from './group.tsx';
import styles from './form.module.css';

export interface ListFieldProps {
  readonly control: ControlProps;
  readonly items: unknown;
  readonly path: FieldPath;
  readonly value: unknown;
  readonly onChange: (value: readonly unknown[] | undefined) => void;
}

/** More are edited as JSON. */
const maxShown = 200;

export function ListField({ control, items, path, value, onChange }: ListFieldProps): ReactElement {
  const words = useMessages().playground.form;
  const { root, Field } = useForm();
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const put = (next: readonly unknown[]): void =>
    onChange(next.length === 0 && !control.required ? undefined : next);
  return (
    <Group control={control}>
      {keyed(list.slice(0, maxShown)).map(({ place: index, item }) => (
        <div key={index} className={styles.item}>
          <Field
            name={words.item(index + 1)}
            schema={items}
            path={[...path, index]}
            isRequired={false}
            value={item}
            onChange={(next) => put(list.with(index, next ?? null))}
          />
          <IconButton
            label={words.removeItem(index + 1, control.label)}
            icon={<IconX size={14} stroke={1.8} aria-hidden="true" />}
            onPress={() => put(list.toSpliced(index, 1))}
          />
        </div>
      ))}
      {list.length > maxShown && <p className={styles.more}>{words.moreItems(list.length - maxShown)}</p>}
      <div>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={13} stroke={1.9} aria-hidden="true" />}
          onClick={() => put([...list, firstValue(initialValue(items, root, 1))])}
        >
          {words.addItem(control.label)}
        </Button>
      </div>
    </Group>
  );
}

/** An item is there, even while it is nothing yet. */
function firstValue(value: unknown): unknown {
  return value ?? '';
}
