// One server of the list: state, name, what it is doing, its address and its controls, in fixed columns.
import { memo } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { ServerView } from '../../shared/state.ts';
import { classes } from './classes.ts';
import { CopyButton } from './copy-button.tsx';
import { EnabledSwitch } from './enabled-switch.tsx';
import { IconButton } from './icon-button.tsx';
import { useServerControls } from './server-controls.tsx';
import styles from './server-row.module.css';
import { ServerSentence } from './server-sentence.tsx';
import { StatusMark } from './status-mark.tsx';

export interface ServerRowProps {
  readonly server: ServerView;
  readonly index: number;
  readonly selected: boolean;
  /** The control that Tab reaches, -1 when it stands in another row. */
  readonly activeCell: number;
  readonly onOpen: (name: string) => void;
}

export const ServerRow = memo(function ServerRow(props: ServerRowProps): ReactElement {
  const { server, index, selected, activeCell, onOpen } = props;
  const messages = useMessages();
  const controls = useServerControls(server);
  const tab = (cell: number): number => (cell === activeCell ? 0 : -1);
  return (
    <tr
      aria-rowindex={index + 1}
      aria-selected={selected}
      data-row={server.name}
      className={classes(styles.row, tone(server))}
    >
      <th scope="row" className={styles.main}>
        <button
          type="button"
          className={styles.open}
          aria-current={selected ? 'true' : undefined}
          data-cell={0}
          tabIndex={tab(0)}
          onClick={() => onOpen(server.name)}
        >
          <StatusMark server={server} />
          <span className={styles.first}>
            <span className={styles.name}>{server.name}</span>
            <span className={styles.kind}>{messages.kind[server.kind]}</span>
          </span>
          <ServerSentence server={server} className={styles.summary} />
        </button>
      </th>
      <td className={styles.address}>
        <code>{server.url ?? messages.unknown}</code>
      </td>
      <td className={styles.actions}>
        <div className={styles.more}>
          {server.url !== null && (
            <CopyButton
              text={server.url}
              label={messages.copy.serverAddress(server.name)}
              cell={1}
              tabIndex={tab(1)}
            />
          )}
          {controls !== null && <RowButton control={controls.restart} cell={2} tabIndex={tab(2)} />}
          {controls !== null && controls.enabled !== null && (
            <EnabledSwitch
              control={controls.enabled}
              name={messages.action.enabledServer(server.name)}
              cell={3}
              tabIndex={tab(3)}
            />
          )}
        </div>
        {controls !== null && <RowButton control={controls.power} cell={4} tabIndex={tab(4)} />}
      </td>
    </tr>
  );
});

function tone(server: ServerView): string | undefined {
  if (!server.enabled) return styles.disabled;
  if (server.status === 'failed') return styles.failed;
  return server.status === 'backing-off' ? styles.waiting : undefined;
}

interface RowButtonProps {
  readonly control: NonNullable<ReturnType<typeof useServerControls>>['power'];
  readonly cell: number;
  readonly tabIndex: number;
}

function RowButton({ control, cell, tabIndex }: RowButtonProps): ReactElement {
  return (
    <IconButton
      label={control.fullLabel}
      hint={control.label}
      icon={control.icon}
      busy={control.busy}
      unavailable={control.unavailable}
      onPress={control.press}
      cell={cell}
      tabIndex={tabIndex}
    />
  );
}
