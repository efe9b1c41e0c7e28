// The fields of a new token.
import { Button, Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { NewToken } from '../../shared/tokens.ts';
import { useMessages } from '../messages/messages.ts';
import type { TokenField } from '../state/token-faults.ts';
import { TokenServers } from './token-servers.tsx';
import styles from './token-dialog.module.css';
import { useTokenForm } from './use-token-form.ts';

export interface TokenFormProps {
  /** Names of the servers that there are. */
  readonly servers: readonly string[];
  readonly onMade: (made: NewToken) => void;
  readonly onCancel: () => void;
}

export function TokenForm({ servers, onMade, onCancel }: TokenFormProps): ReactElement {
  const words = useMessages().tokens.form;
  const { draft, fault, busy, change, submit } = useTokenForm(onMade);
  const form = useRef<HTMLFormElement>(null);
  const faultAt = (field: TokenField): string | null => (fault?.field === field ? fault.text : null);

  useEffect(() => {
    if (fault !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [fault]);

  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextInput
        size="xs"
        label={words.name}
        description={words.nameHint}
        value={draft.name}
        error={faultAt('name')}
        aria-invalid={faultAt('name') !== null}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label={words.expires}
        value={draft.life}
        error={draft.life === '' ? null : faultAt('expires')}
        data={[...words.lives, { value: '', label: words.anotherLife }]}
        onChange={(event) => change({ life: event.currentTarget.value })}
      />
      {draft.life === '' && (
        <TextInput
          size="xs"
          label={words.lifeText}
          description={words.lifeHint}
          value={draft.ownLife}
          error={faultAt('expires')}
          aria-invalid={faultAt('expires') !== null}
          maxLength={20}
          autoComplete="off"
          onChange={(event) => change({ ownLife: event.currentTarget.value })}
        />
      )}
      <Radio.Group
        size="xs"
        label={words.servers}
        value={draft.onlySome ? 'some' : 'all'}
        onChange={(value) => change({ onlySome: value === 'some' })}
      >
        <div className={styles.choices}>
          <Radio size="xs" value="all" label={words.everything} description={words.everythingHint} />
          <Radio size="xs" value="some" label={words.someServers} description={words.someHint} />
        </div>
      </Radio.Group>
      {draft.onlySome && (
        <TokenServers
          servers={servers}
          chosen={draft.servers}
          fault={faultAt('scopes')}
          onChange={(chosen) => change({ servers: chosen })}
        />
      )}
      <Checkbox
        size="xs"
        checked={draft.readOnly}
        label={words.readOnly}
        description={words.readOnlyHint}
        onChange={(event) => change({ readOnly: event.currentTarget.checked })}
      />
      {fault !== null && (fault.field === null || (fault.field === 'scopes' && !draft.onlySome)) && (
        <p className={styles.fault} role="alert">
          {fault.text}
        </p>
      )}
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button size="xs" type="submit" aria-busy={busy} aria-disabled={busy}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
