// The way to each section, with what waits in it. A column beside a wide page, a rail of signs beside a narrow one.
import { VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import type { ReactElement } from 'react';
import markUrl from '../assets/mark.svg?no-inline';
import { classes } from '../components/classes.ts';
import { useMessages } from '../messages/messages.ts';
import { sections } from '../pages/sections.ts';
import type { Badge } from '../state/badges.ts';
import { routeHash, sectionIds } from '../state/routes.ts';
import type { SectionId } from '../state/routes.ts';
import styles from './navigation.module.css';

export interface NavigationProps {
  readonly current: SectionId;
  readonly badges: Partial<Record<SectionId, Badge>>;
  /** Whether anything can be opened at all. */
  readonly usable: boolean;
}

export function Navigation({ current, badges, usable }: NavigationProps): ReactElement {
  const words = useMessages().frame;
  return (
    <nav className={styles.navigation} aria-label={words.navigation}>
      <p className={styles.brand} title="Patchbay">
        <img src={markUrl} width="22" height="22" alt="" />
        <span className={styles.label}>Patchbay</span>
      </p>
      {usable && (
        <ul className={styles.list}>
          {sectionIds.map((id) => {
            const badge = badges[id];
            return (
              <li key={id} className={id === 'settings' ? styles.last : undefined}>
                <Entry
                  id={id}
                  open={id === current}
                  count={badge?.count ?? 0}
                  kind={badge?.kind ?? 'total'}
                />
              </li>
            );
          })}
        </ul>
      )}
    </nav>
  );
}

interface EntryProps {
  readonly id: SectionId;
  readonly open: boolean;
  readonly count: number;
  readonly kind: Badge['kind'];
}

const Entry = memo(function Entry({ id, open, count, kind }: EntryProps): ReactElement {
  const messages = useMessages();
  const words = messages.frame;
  const { icon: Icon } = sections[id];
  const name = words.sections[id];
  return (
    <a className={styles.entry} href={routeHash(id)} aria-current={open ? 'page' : undefined} title={name}>
      <Icon size={18} stroke={1.7} aria-hidden="true" />
      <span className={styles.label}>{name}</span>
      {count > 0 && (
        <>
          <span className={classes(styles.badge, styles[kind])} aria-hidden={kind !== 'total'}>
            {messages.number(count)}
          </span>
          {kind !== 'total' && <VisuallyHidden>{words.badges[kind](id, count)}</VisuallyHidden>}
        </>
      )}
    </a>
  );
});
