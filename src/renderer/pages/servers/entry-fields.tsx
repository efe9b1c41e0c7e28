// The fields themselves, each with what the gateway objects to in it.
import { Checkbox, Radio, Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { EntryCheck } from '../../../shared/server-detail.ts';
import { FaultText } from '../../components/fault-text.tsx';
import { useMessages } from '../../messages/messages.ts';
import { lineWithoutValue, type EntryDraft } from '../../state/entry-draft.ts';
import styles from './entry.module.css';

export interface EntryFieldsProps {
  readonly draft: EntryDraft;
  readonly isNew: boolean;
  readonly check: EntryCheck | null;
  readonly onChange: (patch: Partial<EntryDraft>) => void;
}

const plain = { size: 'xs', autoComplete: 'off', spellCheck: false } as const;

export function EntryFields({ draft, isNew, check, onChange }: EntryFieldsProps): ReactElement {
  const words = useMessages().manage.form;
  const faultAt = faultFinder(check, draft);
  const field = (key: TextKey, name = fieldKeys[key]) => ({
    value: draft[key],
    error: faultAt(name),
    'aria-invalid': faultAt(name) !== null,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ [key]: event.currentTarget.value }),
  });
  const lines = (key: 'env' | 'headers', separator: '=' | ':') => {
    const line = lineWithoutValue(draft[key], separator);
    const error = line === null ? faultAt(key) : words.lineFault(line);
    return { ...field(key), error, 'aria-invalid': error !== null, autosize: true, minRows: 2, maxRows: 8 };
  };
  return (
    <div className={styles.fields}>
      <Radio.Group
        size="xs"
        label={words.kind}
        value={draft.kind}
        onChange={(kind) => onChange({ kind: kind === 'url' ? 'url' : 'command' })}
      >
        <div className={styles.kinds}>
          <Radio size="xs" value="command" label={words.kinds.command} />
          <Radio size="xs" value="url" label={words.kinds.url} />
        </div>
      </Radio.Group>
      {isNew && (
        <TextInput
          {...plain}
          label={words.name}
          description={words.nameHint}
          maxLength={64}
          {...field('name')}
        />
      )}
      {draft.kind === 'command' ? (
        <>
          <TextInput
            {...plain}
            label={words.command}
            placeholder={words.commandExample}
            classNames={mono}
            {...field('command')}
          />
          <Textarea
            {...plain}
            label={words.args}
            description={words.argsHint}
            classNames={mono}
            autosize
            minRows={2}
            maxRows={8}
            {...field('args')}
          />
          <Textarea
            {...plain}
            label={words.env}
            description={words.envHint}
            classNames={mono}
            {...lines('env', '=')}
          />
          <TextInput {...plain} label={words.cwd} classNames={mono} {...field('cwd')} />
        </>
      ) : (
        <>
          <TextInput
            {...plain}
            label={words.url}
            placeholder={words.urlExample}
            inputMode="url"
            classNames={mono}
            {...field('url')}
          />
          <Radio.Group
            size="xs"
            label={words.transport}
            value={draft.transport}
            onChange={(value) => onChange({ transport: value === 'sse' ? 'sse' : 'http' })}
          >
            <div className={styles.kinds}>
              <Radio size="xs" value="http" label={words.transports.http} />
              <Radio size="xs" value="sse" label={words.transports.sse} />
            </div>
          </Radio.Group>
          <Textarea
            {...plain}
            label={words.headers}
            description={words.headersHint}
            classNames={mono}
            {...lines('headers', ':')}
          />
        </>
      )}
      {!isNew && <p className={styles.hint}>{words.masked}</p>}
      <details className={styles.more}>
        <summary>{words.more}</summary>
        <div className={styles.fields}>
          <TextInput {...plain} spellCheck label={words.description} {...field('description')} />
          <TextInput
            {...plain}
            label={words.timeout}
            inputMode="decimal"
            placeholder="300"
            {...field('timeout')}
          />
          {draft.kind === 'command' && (
            <>
              <Checkbox
                size="xs"
                label={words.eager}
                checked={draft.isEager}
                onChange={(event) => onChange({ isEager: event.currentTarget.checked })}
              />
              <Checkbox
                size="xs"
                label={words.isolated}
                checked={draft.isIsolated}
                onChange={(event) => onChange({ isIsolated: event.currentTarget.checked })}
              />
            </>
          )}
          <Checkbox
            size="xs"
            label={words.pinTools}
            checked={draft.pinTools}
            onChange={(event) => onChange({ pinTools: event.currentTarget.checked })}
          />
        </div>
      </details>
    </div>
  );
}

type TextKey = {
  [Key in keyof EntryDraft]: EntryDraft[Key] extends string
    ? string extends EntryDraft[Key]
      ? Key
      : never
    : never;
}[keyof EntryDraft];

/** The key of the entry that a field fills. */
const fieldKeys: Readonly<Record<TextKey, string>> = {
  name: 'name',
  command: 'command',
  args: 'args',
  env: 'env',
  cwd: 'cwd',
  url: 'url',
  headers: 'headers',
  description: 'description',
  timeout: 'toolTimeoutSeconds',
};

const mono = { input: styles.mono ?? '' };

/** Of `args` also what is wrong with `args[1]`. Nothing is said of a field that is still empty. */
function faultFinder(check: EntryCheck | null, draft: EntryDraft): (key: string) => ReactElement | null {
  const isEmpty: Readonly<Record<string, boolean>> = {
    name: draft.name === '',
    command: draft.command === '',
    url: draft.url === '',
  };
  return (key) => {
    if (isEmpty[key] === true) return null;
    const urls = key === 'url' ? ['url', 'serverUrl', 'httpUrl'] : [key];
    const found = check?.faults.find((fault) => urls.includes(fault.key.split(/[.[]/, 1)[0] ?? ''));
    return found === undefined ? null : <FaultText fault={found} />;
  };
}
