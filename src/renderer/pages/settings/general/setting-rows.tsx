// One line for each setting of a group: its name and what it is for on one side, the control on the other.
import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ConfigSettings } from '../../../../shared/configuration.ts';
import type { ErrorView } from '../../../../shared/errors.ts';
import { useProblemText } from '../../../components/use-problem-text.ts';
import { useMessages } from '../../../messages/messages.ts';
import type { Schema } from '../editor/schema-words.ts';
import { defaultValue, faultOfEdit, shownValue } from './setting-edits.ts';
import type { FieldFault, SettingEdits } from './setting-edits.ts';
import { fieldsOf } from './setting-fields.ts';
import type { SettingField, SettingGroup, SettingKey } from './setting-fields.ts';
import { Row } from './setting-row.tsx';
import styles from './setting-row.module.css';

export interface SettingRowsProps {
  readonly group: SettingGroup;
  readonly settings: ConfigSettings;
  /** null until it is there. */
  readonly schema: Schema | null;
  readonly edits: SettingEdits;
  /** What the gateway said to the last attempt. */
  readonly refused: ErrorView | null;
  readonly onEdit: (key: SettingKey, text: string | null) => void;
}

export function SettingRows(props: SettingRowsProps): ReactElement {
  const { group, settings, edits } = props;
  const modeEdit = edits['gateway.tls.mode'];
  const mode = modeEdit ?? (modeEdit === null ? 'off' : shownValue(settings, 'gateway.tls.mode'));
  const isNeeded = (key: SettingKey): boolean =>
    (mode !== 'off' || !/^gateway\.tls\.(?!mode)/.test(key)) &&
    (mode === 'mtls' || key !== 'gateway.tls.ca_cert');
  return (
    <>
      {fieldsOf(group)
        .filter(({ key }) => isNeeded(key))
        .map((field) => (
          <Setting key={field.key} field={field} {...props} />
        ))}
    </>
  );
}

function Setting({
  field,
  settings,
  schema,
  edits,
  refused,
  onEdit,
}: SettingRowsProps & { readonly field: SettingField }): ReactElement {
  const messages = useMessages();
  const problemText = useProblemText();
  const words = messages.settings;
  const { key, kind } = field;
  const { label, hint = '' } = words.fields[key];
  const usual = defaultValue(schema, key);
  const edit = edits[key];
  const text = edit === null ? (usual ?? '') : (edit ?? shownValue(settings, key));
  const own = typeof edit === 'string' ? faultOfEdit(schema, field, edit) : null;
  const told = refused?.details?.['key'] === key ? problemText(refused) : null;
  const fault = own === null ? told : faultText(words, own);
  const override = settings.overrides.find((one) => one.key === key);
  const canReset = edit !== null && settings.written.includes(key) && usual !== null && text !== usual;
  const unit = unitOf(key);
  const id = `setting-${key}`;
  return (
    <Row
      id={id}
      label={label}
      hint={hint}
      notes={[
        ...(override === undefined ? [] : [words.overridden(String(override.value))]),
        ...(usual === null || usual === '' || kind === 'switch' || kind === 'choice'
          ? []
          : [words.usual(kind === 'number' ? readable(usual, messages.number) : usual)]),
      ]}
      fault={fault}
      reset={canReset ? { label: words.reset(label), onPress: () => onEdit(key, null) } : null}
    >
      <Control
        id={id}
        field={field}
        text={text}
        isFaulty={fault !== null}
        onEdit={(next) => onEdit(key, next)}
      />
      {field.group === 'advanced' && kind === 'number' && (
        <span className={styles.unit}>{unit === null ? '' : words.units[unit]}</span>
      )}
    </Row>
  );
}

interface ControlProps {
  readonly id: string;
  readonly field: SettingField;
  readonly text: string;
  readonly isFaulty: boolean;
  readonly onEdit: (text: string) => void;
}

function Control({ id, field, text, isFaulty, onEdit }: ControlProps): ReactElement {
  const words = useMessages().settings;
  const { kind, choices = [] } = field;
  const common = {
    id,
    size: 'xs',
    'aria-describedby': `${id}-hint ${id}-fault`,
    'aria-invalid': isFaulty,
  } as const;
  switch (kind) {
    case 'switch':
      return (
        <Switch
          {...common}
          size="sm"
          checked={text === 'true'}
          onChange={({ currentTarget }) => onEdit(String(currentTarget.checked))}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          {...common}
          className={styles.control}
          value={text}
          data={choices.map((value) => ({ value, label: words.choices[value] ?? value }))}
          onChange={({ currentTarget }) => onEdit(currentTarget.value)}
        />
      );
    case 'list':
      return (
        <Textarea
          {...common}
          className={styles.control}
          rows={2}
          spellCheck={false}
          value={text}
          onChange={({ currentTarget }) => onEdit(currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          className={kind === 'number' ? styles.number : styles.control}
          inputMode={kind === 'number' ? 'decimal' : 'text'}
          spellCheck={false}
          autoComplete="off"
          error={isFaulty}
          value={text}
          onChange={({ currentTarget }) => onEdit(currentTarget.value)}
        />
      );
  }
}

type Words = ReturnType<typeof useMessages>['settings'];

function faultText(words: Words, fault: FieldFault): string {
  switch (fault.kind) {
    case 'missing':
      return words.faults.missing;
    case 'number':
      return fault.whole ? words.faults.whole : words.faults.number;
    case 'range':
      return words.faults.range(fault.least, fault.most);
  }
}

type Unit = keyof Words['units'];

function unitOf(key: SettingKey): Unit | null {
  const unit = /(?:Seconds|Minutes|Hours|Bytes|PerMinute)$/.exec(key)?.[0];
  const units: Readonly<Record<string, Unit>> = {
    Seconds: 'seconds',
    Minutes: 'minutes',
    Hours: 'hours',
    Bytes: 'bytes',
    PerMinute: 'perMinute',
  };
  return unit === undefined ? null : (units[unit] ?? null);
}

/** Large numbers in groups of digits; a port is none of them. */
function readable(text: string, print: (value: number) => string): string {
  const value = Number(text);
  return value >= 10_000 ? print(value) : text;
}
