// The settings as forms: the common ones in groups, the rest behind "Advanced". Nothing is written before "Save".
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { ConfigReview, ConfigSettings } from '../../../../shared/configuration.ts';
import type { ErrorView } from '../../../../shared/errors.ts';
import type { AppState } from '../../../../shared/state.ts';
import { Failure } from '../../../components/failure.tsx';
import { useTask } from '../../../components/use-task.ts';
import { useMessages } from '../../../messages/messages.ts';
import { usePage } from '../../../page.ts';
import { StaleClients } from '../address-notice.tsx';
import { LaunchAtLoginRow } from './launch-at-login.tsx';
import { MetricsRow } from './metrics-row.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { changesOf, faultOfEdit, realEdits } from './setting-edits.ts';
import { settingFields } from './setting-fields.ts';
import type { SettingGroup } from './setting-fields.ts';
import { SettingRows } from './setting-rows.tsx';
import { useSettingEdits } from './use-setting-edits.ts';
import { useSettings } from './use-settings.ts';
import styles from './general-part.module.css';

/** Where the gateway is. */
const placeKeys: ReadonlySet<string> = new Set(['gateway.host', 'gateway.port', 'gateway.tls']);

export function GeneralPart({ state }: { readonly state: AppState }): ReactElement {
  const messages = useMessages();
  const words = messages.settings;
  const { bridge, announcement } = usePage();
  const { settings, schema, clients, problem, take } = useSettings();
  const { edits, edit, discard, saved } = useSettingEdits();
  const [invalid, setInvalid] = useState<ErrorView | null>(null);
  const [review, setReview] = useState<ConfigReview | null>(null);
  const task = useTask();
  const refused = invalid ?? task.problem;

  if (settings === null) {
    return (
      <section className={styles.pane} aria-label={words.title}>
        {problem === null ? <p className={styles.dim}>{words.reading}</p> : <Failure error={problem} />}
      </section>
    );
  }

  const real = realEdits(settings, edits);
  const count = Object.keys(real).length;
  const isFaulty = settingFields.some(({ key, ...field }) => {
    const edit = real[key];
    return typeof edit === 'string' && faultOfEdit(schema, { key, ...field }, edit) !== null;
  });
  const forget = (): void => {
    setInvalid(null);
    task.forget();
  };
  const write = async (now: ConfigSettings): Promise<void> => {
    await task.run(
      async () => {
        setInvalid(null);
        take(await bridge.client.changeSettings({ changes: [...changesOf(now, edits)] }));
        saved(edits);
        setReview(null);
        announcement.set(words.saved);
      },
      () => setReview(null),
    );
  };
  const save = async (): Promise<void> => {
    if (count === 0 || isFaulty) return;
    const changes = [...changesOf(settings, edits)];
    if (!changes.some(({ key }) => placeKeys.has(key))) {
      await write(settings);
      return;
    }
    let isMove = true;
    await task.run(async () => {
      setInvalid(null);
      const told = await bridge.client.reviewSettings({ changes });
      const [fault] = told.faults;
      if (fault !== undefined) {
        const { message, expected, key } = fault;
        const advice = messages.configuration.expected(expected);
        setInvalid({ code: 'CONFIG_INVALID', message, expected: advice, details: { key, fault } });
        return;
      }
      isMove = told.move !== null;
      setReview(isMove ? told : null);
    });
    if (!isMove) await write(settings);
  };

  const stale = clients.filter(({ isCurrent }) => !isCurrent);
  const rows = (group: SettingGroup): ReactElement => (
    <SettingRows
      group={group}
      settings={settings}
      schema={schema}
      edits={edits}
      refused={refused}
      onEdit={(key, text) => {
        edit(key, text);
        forget();
      }}
    />
  );
  const refusedKey = refused?.details?.['key'];
  const isShownAtField = settingFields.some(({ key }) => key === refusedKey);

  return (
    <form
      className={styles.pane}
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {!settings.isEditable && <p className={styles.blocked}>{words.fileHasFaults}</p>}
      {stale.length > 0 && state.gateway.url !== null && (
        <StaleClients clients={stale} url={state.gateway.url} />
      )}
      <Group title={words.groups.gateway}>
        {rows('gateway')}
        <MetricsRow url={state.gateway.url} needsToken={settings.values.auth.mode === 'token'} />
      </Group>
      <Group title={words.groups.desktop}>
        <LaunchAtLoginRow />
        {rows('desktop')}
      </Group>
      <Group title={words.groups.access}>{rows('access')}</Group>
      <Group title={words.groups.tls}>{rows('tls')}</Group>
      <Group title={words.groups.tools}>{rows('tools')}</Group>
      <Group title={words.groups.log}>{rows('log')}</Group>
      <details className={styles.advanced}>
        <summary className={styles.summary}>{words.groups.advanced}</summary>
        <p className={styles.dim}>{words.advancedLead}</p>
        <div className={styles.card}>{rows('advanced')}</div>
      </details>
      {refused !== null && !isShownAtField && <Failure error={refused} />}
      <div className={styles.bar} data-open={count > 0} role="region" aria-label={words.unsaved(count)}>
        <p role="status">{count === 0 ? words.nothingToSave : words.unsaved(count)}</p>
        <Button
          size="xs"
          variant="default"
          disabled={count === 0}
          onClick={() => {
            discard();
            forget();
          }}
        >
          {words.discard}
        </Button>
        <Button
          type="submit"
          size="xs"
          disabled={count === 0 || isFaulty || !settings.isEditable}
          aria-busy={task.busy}
        >
          {words.save}
        </Button>
      </div>
      {review !== null && (
        <MoveDialog
          review={review}
          busy={task.busy}
          onConfirm={() => void write(settings)}
          onClose={() => setReview(null)}
        />
      )}
    </form>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    // No landmark: there are many, and the page's header has one of the same name.
    <div className={styles.group} role="group" aria-label={title}>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.card}>{children}</div>
    </div>
  );
}
