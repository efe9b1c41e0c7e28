// The fields of an object's properties: what must be there first, in the schema's order otherwise.
import type { ReactElement } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import { useMessages } from '../../../messages/messages.ts';
import type { FieldPath } from '../schema/check.ts';
import { propertiesOf, requiredOf, type Schema } from '../schema/schema.ts';
import { withMember } from '../schema/values.ts';
import { useForm } from './form-context.ts';
import styles from './form.module.css';

export interface MembersProps {
  readonly schema: Schema;
  readonly path: FieldPath;
  readonly value: unknown;
  readonly onChange: (value: Readonly<Record<string, unknown>>) => void;
}

export function Members({ schema, path, value, onChange }: MembersProps): ReactElement {
  const words = useMessages().playground.form;
  const { Field } = useForm();
  const required = requiredOf(schema);
  const properties = propertiesOf(schema).toSorted(
    ([one], [other]) => Number(required.has(other)) - Number(required.has(one)),
  );
  const members = isRecord(value) ? value : {};
  const known = new Set(properties.map(([name]) => name));
  const others = Object.keys(members).filter((name) => !known.has(name)).length;
  return (
    <div className={styles.fields}>
      {properties.map(([name, property]) => (
        <Field
          key={name}
          name={name}
          schema={property}
          path={[...path, name]}
          isRequired={required.has(name)}
          value={members[name]}
          onChange={(next) => onChange(withMember(members, name, next))}
        />
      ))}
      {others > 0 && <p className={styles.more}>{words.otherMembers(others)}</p>}
    </div>
  );
}
