// One field of a form made from a schema: finds the control that fits. What a stranger's schema says is shown as text.
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { pathKey } from '../schema/check.ts';
import { fieldKindOf, type Choice } from '../schema/field-kind.ts';
import { resolve, textsOf } from '../schema/schema.ts';
import { emptyValue } from '../schema/values.ts';
import { BooleanField } from './boolean-field.tsx';
import { ChoicesField } from './choices-field.tsx';
import type { ControlProps, FieldProps } from './control.ts';
import { useForm } from './form-context.ts';
import { JsonField } from './json-field.tsx';
import { ListField } from './list-field.tsx';
import { NumberField } from './number-field.tsx';
import { ObjectField } from './object-field.tsx';
import { TextField } from './text-field.tsx';
import { VariantsField } from './variants-field.tsx';

const maxDescription = 600;
/** Deeper ones are JSON. */
const maxVariantDepth = 8;

export function Field(props: FieldProps): ReactElement {
  const { name, path, isRequired, value, onChange } = props;
  const words = useMessages().playground.form;
  const { root, faults, depth } = useForm();
  const schema = resolve(props.schema, root);
  const texts = textsOf(schema);
  const fault = faults.get(pathKey(path));
  const control: ControlProps = {
    label: texts.title ?? name,
    description: texts.description?.slice(0, maxDescription),
    error: fault === undefined ? undefined : words.fault(fault),
    required: isRequired,
  };
  const field = fieldKindOf(schema, root);
  const clear = (): void => onChange(emptyValue(props.schema, root, isRequired));

  switch (field.kind) {
    case 'text':
      return <TextField {...{ control, field, schema, value, onChange, onClear: clear }} />;
    case 'number':
      return (
        <NumberField {...{ control, schema, value, onChange, onClear: clear }} isInteger={field.isInteger} />
      );
    case 'boolean':
      return <BooleanField {...{ control, value, onChange }} />;
    case 'constant':
      return <TextInput size="xs" {...control} value={JSON.stringify(field.value)} readOnly />;
    case 'choice':
      return <ChoiceField {...{ control, value, onChange, onClear: clear }} choices={field.choices} />;
    case 'choices':
      return <ChoicesField {...{ control, value, onChange }} choices={field.choices} />;
    case 'list':
      return <ListField {...{ control, path, value, onChange }} items={field.items} />;
    case 'object':
      return <ObjectField {...{ control, schema, path, value, onChange }} />;
    case 'variants':
      if (depth > maxVariantDepth) return <JsonField {...{ control, value, onChange, onClear: clear }} />;
      return <VariantsField {...props} control={control} variants={field.variants} />;
    case 'json':
      return <JsonField {...{ control, value, onChange, onClear: clear }} />;
  }
}

interface ChoiceFieldProps {
  readonly control: ControlProps;
  readonly choices: readonly Choice[];
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly onClear: () => void;
}

function ChoiceField({ control, choices, value, onChange, onClear }: ChoiceFieldProps): ReactElement {
  const words = useMessages().playground.form;
  const chosen = choices.findIndex((choice) => JSON.stringify(choice.value) === JSON.stringify(value));
  return (
    <NativeSelect
      size="xs"
      {...control}
      value={chosen < 0 ? '' : String(chosen)}
      data={[
        { value: '', label: words.notSet },
        ...choices.map(({ label }, index) => ({ value: String(index), label })),
      ]}
      onChange={(event) => {
        const choice = choices[Number(event.currentTarget.value)];
        if (event.currentTarget.value === '' || choice === undefined) onClear();
        else onChange(choice.value);
      }}
    />
  );
}
