// The tools of one server: which are offered, under which names, what they take, and what has changed since accepted.
import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ServerDetail, ToolDetail } from '../../../shared/server-detail.ts';
import type { ServerView } from '../../../shared/state.ts';
import { Failure } from '../../components/failure.tsx';
import { useMessages } from '../../messages/messages.ts';
import styles from './detail.module.css';
import { ReviewNotice } from './review-notice.tsx';
import { ToolItem } from './tool-item.tsx';
import { useToolRules } from './use-tool-rules.ts';

export interface ToolsPartProps {
  readonly server: ServerView;
  readonly detail: ServerDetail;
  /** Resolves when what is shown is what holds. */
  readonly onChanged: () => Promise<void>;
}

/** More than anybody looks through at once; a filter finds the others. */
const mostShown = 200;

export function ToolsPart({ server, detail, onChanged }: ToolsPartProps): ReactElement {
  const messages = useMessages();
  const words = messages.manage.tools;
  const [filter, setFilter] = useState('');
  const ruling = useToolRules(detail.name, onChanged);
  const tools = detail.tools ?? [];
  const found = tools.filter((tool) => matches(tool, filter));
  const offered = tools.filter(({ offer }) => offer === 'offered').length;
  return (
    <>
      <ReviewNotice server={server} onAccepted={() => void onChanged()} />
      {server.nameClashes?.map(({ tool, name }) => (
        <p key={tool} className={styles.fault}>
          {words.clash(tool, name)}
        </p>
      ))}
      {ruling.fault !== null && <Failure error={ruling.fault} />}
      {tools.length === 0 ? (
        <p className={styles.quiet}>{words.none}</p>
      ) : (
        <>
          <div className={styles.bar}>
            <TextInput
              size="xs"
              type="search"
              aria-label={words.filter}
              placeholder={words.filter}
              leftSection={<IconSearch size={14} stroke={1.8} aria-hidden="true" />}
              rightSection={
                filter !== '' && (
                  <CloseButton
                    size="xs"
                    aria-label={messages.servers.clearFilter}
                    onClick={() => setFilter('')}
                  />
                )
              }
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setFilter('');
              }}
            />
            <span className={styles.sum}>{words.count(tools.length, offered)}</span>
          </div>
          {detail.rules === null && <p className={styles.faint}>{words.fixed}</p>}
          {found.length === 0 ? (
            <p className={styles.quiet}>{words.noMatch(filter)}</p>
          ) : (
            <ul className={styles.list} aria-label={messages.manage.tabs.tools}>
              {found.slice(0, mostShown).map((tool) => (
                <ToolItem key={tool.name} tool={tool} rules={detail.rules} ruling={ruling} />
              ))}
            </ul>
          )}
          {found.length > mostShown && (
            <p className={styles.faint}>
              {messages.registrations.more(found.length - mostShown, found.length - mostShown)}
            </p>
          )}
        </>
      )}
    </>
  );
}

function matches({ name, shownName, title, description }: ToolDetail, filter: string): boolean {
  const text = `${name} ${shownName} ${title ?? ''} ${description ?? ''}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
