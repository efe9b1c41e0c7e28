// What an offer asks for: which way to have it, its name, and its settings, each in the field of its kind.
import { Button, Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { OfferSetting } from '../../../shared/offers.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './add-offer.module.css';
import type { OfferDraft } from './use-offer.ts';

export function OfferForm({ draft }: { readonly draft: OfferDraft }): ReactElement {
  const words = useMessages().offers;
  const { offer, way, task } = draft;
  const ways = offer?.ways ?? [];
  const broken = ways.filter(({ problem }) => problem !== null);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void (way?.isBundle === true ? draft.readBundle() : draft.review());
      }}
    >
      {ways.length > 1 && (
        <NativeSelect
          size="xs"
          label={words.ways}
          value={way?.id ?? ''}
          data={ways.map(({ id, label, problem }) => ({ value: id, label, disabled: problem !== null }))}
          onChange={(event) => draft.chooseWay(event.currentTarget.value)}
        />
      )}
      {broken.map(({ id, label, problem }) => (
        <p key={id} className={styles.problem}>
          {label}: {problem}
        </p>
      ))}
      {way !== null && !way.isBundle && (
        <>
          <TextInput
            size="xs"
            label={words.name}
            value={draft.name}
            maxLength={64}
            autoComplete="off"
            onChange={(event) => draft.setName(event.currentTarget.value)}
          />
          {way.settings.length > 0 && <h3 className={styles.title}>{words.settings}</h3>}
          {way.settings.map((setting) => (
            <Field
              key={`${way.id} ${setting.key}`}
              setting={setting}
              value={draft.valueOf(setting)}
              onChange={(value) => draft.fill(setting.key, value)}
            />
          ))}
        </>
      )}
      {way !== null && (
        <div className={styles.buttons}>
          <Button type="submit" size="xs" aria-busy={task.busy} aria-disabled={task.busy}>
            {way.isBundle ? words.fetchBundle : words.review}
          </Button>
        </div>
      )}
    </form>
  );
}

interface FieldProps {
  readonly setting: OfferSetting;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Field({ setting, value, onChange }: FieldProps): ReactElement {
  const words = useMessages().offers;
  const { title, description, type, isRequired, isSensitive, isMultiple, choices } = setting;
  const hint = [
    description,
    isRequired ? words.required : null,
    isSensitive ? words.secret : null,
    isMultiple ? words.several : null,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' ');
  const common = { size: 'xs', label: title, description: hint, autoComplete: 'off' } as const;
  const follow = (event: { readonly currentTarget: { readonly value: string } }): void =>
    onChange(event.currentTarget.value);
  if (type === 'boolean')
    return (
      <Checkbox
        size="xs"
        label={title}
        description={hint}
        checked={value === 'true'}
        onChange={(event) => onChange(String(event.currentTarget.checked))}
      />
    );
  if (type === 'choice')
    return <NativeSelect {...common} value={value} data={['', ...choices]} onChange={follow} />;
  if (isSensitive) return <PasswordInput {...common} value={value} onChange={follow} />;
  if (isMultiple) return <Textarea {...common} rows={3} value={value} onChange={follow} />;
  return (
    <TextInput
      {...common}
      value={value}
      inputMode={type === 'number' ? 'decimal' : 'text'}
      onChange={follow}
    />
  );
}
