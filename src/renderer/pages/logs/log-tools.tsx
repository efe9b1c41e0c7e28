// How a log is held still, laid out, copied and saved.
import { Button } from '@mantine/core';
import {
  IconArrowBarToDown,
  IconDownload,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconTextWrap,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { CopyButton } from '../../components/copy-button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { ToggleButton } from '../../components/toggle-button.tsx';
import type { LogEntry } from '../../logs/log-buffer.ts';
import { plainLine } from '../../logs/log-text.ts';
import { saveFile } from '../../components/save-file.ts';
import { useMessages } from '../../messages/messages.ts';
import { usePage } from '../../page.ts';
import styles from './log-view.module.css';
import type { LogViewState } from './use-log-view.ts';

export interface LogToolsProps {
  readonly view: LogViewState;
  readonly source: string | null;
  readonly wrap: boolean;
  readonly onWrapChange: (wrap: boolean) => void;
}

export function LogTools({ view, source, wrap, onWrapChange }: LogToolsProps): ReactElement {
  const messages = useMessages();
  const words = messages.logs;
  const { announcement } = usePage();
  const { shown, paused, waiting } = view;
  const text = (): string => textOf(shown.entries);
  const save = (): void => {
    const name = `${source ?? 'patchbay-all'}-${fileTime(new Date())}.log`;
    saveFile(name, [text()]);
    announcement.set(words.saved(name));
  };
  return (
    <div className={styles.group}>
      <span className={styles.count}>{messages.log.lines(shown.entries.length)}</span>
      <ToggleButton label={messages.log.wrap} icon={wrapIcon} pressed={wrap} onChange={onWrapChange} />
      <ToggleButton
        label={messages.log.follow}
        icon={followIcon}
        pressed={view.follow}
        onChange={view.setFollow}
      />
      <Button
        size="compact-xs"
        variant={paused ? 'filled' : 'subtle'}
        color={paused ? 'indigo' : 'gray'}
        className={styles.pause}
        leftSection={paused ? resumeIcon : pauseIcon}
        onClick={() => view.setPaused(!paused)}
      >
        {!paused && messages.log.pause}
        {paused && (waiting === 0 ? messages.log.resume : messages.log.resumeWithNew(waiting))}
      </Button>
      <CopyButton text={text} label={words.copy} />
      <IconButton label={words.save} icon={saveIcon} onPress={save} />
    </div>
  );
}

function textOf(entries: readonly LogEntry[]): string {
  return entries
    .filter((entry) => entry.kind === 'line')
    .map(({ line }) => `${plainLine(line)}\n`)
    .join('');
}

/** As `2026-11-21T14-03-22`, which any system takes in the name of a file. */
function fileTime(time: Date): string {
  return time.toISOString().slice(0, 19).replaceAll(':', '-');
}

const icon = { size: 14, 'aria-hidden': true } as const;
const wrapIcon = <IconTextWrap {...icon} stroke={1.8} />;
const followIcon = <IconArrowBarToDown {...icon} stroke={1.8} />;
const pauseIcon = <IconPlayerPauseFilled {...icon} />;
const resumeIcon = <IconPlayerPlayFilled {...icon} />;
const saveIcon = <IconDownload size={15} stroke={1.7} aria-hidden="true" />;
