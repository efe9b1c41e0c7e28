// A form made from a JSON Schema, and the same as JSON: whichever is shown, it is one value. Faults are said once somebody
// tried to send; what JSON says is sent also where it does not fit, since trying that out is what a playground is for.
import { Textarea } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import { useMessages } from '../../../messages/messages.ts';
import { fieldKindOf } from '../schema/field-kind.ts';
import { propertiesOf, resolve } from '../schema/schema.ts';
import { Field } from './field.tsx';
import { FormContext } from './form-context.ts';
import styles from './form.module.css';
import { Members } from './members.tsx';
import type { FormDraft } from './use-form-draft.ts';

export interface SchemaFormProps {
  readonly draft: FormDraft;
  /** Names the JSON's field. */
  readonly label: string;
}

export function SchemaForm({ draft, label }: SchemaFormProps): ReactElement {
  const words = useMessages().playground.form;
  const { schema, value, setValue, faults, jsonText, setJsonText, jsonFault } = draft;
  const scope = useMemo(() => ({ root: schema, faults, depth: 0, Field }), [schema, faults]);
  if (jsonText !== null) {
    return (
      <Textarea
        size="xs"
        label={label}
        value={jsonText}
        rows={8}
        error={jsonFault === null ? undefined : words.notJson(jsonFault)}
        aria-invalid={jsonFault !== null}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: styles.json ?? '' }}
        onChange={(event) => setJsonText(event.currentTarget.value)}
      />
    );
  }
  const resolved = resolve(schema, schema);
  const { kind } = fieldKindOf(resolved, schema);
  const isPlain =
    kind === 'json' && propertiesOf(resolved).length === 0 && resolved['additionalProperties'] !== true;
  if (isPlain && !isRecord(resolved['additionalProperties']))
    return <p className={styles.more}>{words.noFields}</p>;
  return (
    <FormContext value={scope}>
      {kind === 'object' ? (
        <Members schema={resolved} path={[]} value={value} onChange={setValue} />
      ) : (
        <Field name={label} schema={schema} path={[]} isRequired value={value} onChange={setValue} />
      )}
    </FormContext>
  );
}
