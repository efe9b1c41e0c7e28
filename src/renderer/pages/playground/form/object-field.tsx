// An object in an object. One that need not be there is opened first, so that schemas that contain themselves have an end.
import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import { useMessages } from '../../../messages/messages.ts';
import type { FieldPath } from '../schema/check.ts';
import type { Schema } from '../schema/schema.ts';
import { initialValue } from '../schema/values.ts';
import type { ControlProps } from './control.ts';
import { useForm } from './form-context.ts';
import { Group } from './group.tsx';
import { Members } from './members.tsx';

export interface ObjectFieldProps {
  readonly control: ControlProps;
  readonly schema: Schema;
  readonly path: FieldPath;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

export function ObjectField({ control, schema, path, value, onChange }: ObjectFieldProps): ReactElement {
  const words = useMessages().playground.form;
  const { root } = useForm();
  if (!isRecord(value)) {
    return (
      <Group control={control}>
        <div>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={13} stroke={1.9} aria-hidden="true" />}
            onClick={() => onChange(initialValue(schema, root, 1) ?? {})}
          >
            {words.addObject(control.label)}
          </Button>
        </div>
      </Group>
    );
  }
  return (
    <Group control={control}>
      <Members schema={schema} path={path} value={value} onChange={onChange} />
      {!control.required && path.length > 0 && (
        <div>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<IconX size={13} stroke={1.9} aria-hidden="true" />}
            onClick={() => onChange(undefined)}
          >
            {words.removeObject(control.label)}
          </Button>
        </div>
      )}
    </Group>
  );
}
