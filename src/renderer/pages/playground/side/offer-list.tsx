// What a server offers: kinds, a search, the things of one kind as links.
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { kinds, placeHash, type Kind, type Place } from '../place.ts';
import type { Offer } from '../session/offers.ts';
import type { Offered } from '../session/read-offer.ts';
import styles from './side.module.css';

export interface OfferListProps {
  readonly offer: Offer | undefined;
  readonly place: Place;
}

/** More are found by searching. */
const maxShown = 300;

export function OfferList({ offer, place }: OfferListProps): ReactElement {
  const messages = useMessages();
  const words = messages.playground;
  const [search, setSearch] = useState('');
  const { server, kind } = place;
  const items: readonly Offered[] = offer?.[kind] ?? [];
  const wanted = search.trim().toLowerCase();
  const matching = items.filter(({ key, title }) => `${title}\n${key}`.toLowerCase().includes(wanted));
  return (
    <div className={styles.offer}>
      <nav className={styles.kinds} aria-label={words.kindsLabel}>
        {kinds
          .filter((one) => isShown(one, kind, offer))
          .map((one) => (
            <a
              key={one}
              className={styles.kind}
              href={placeHash({ server, kind: one, item: null })}
              aria-current={one === kind ? 'page' : undefined}
            >
              {words.kinds[one]}
              {offer?.status === 'ready' && (
                <span className={styles.count}>{messages.number(offer[one].length)}</span>
              )}
            </a>
          ))}
      </nav>
      <div className={styles.search}>
        <TextInput
          size="xs"
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={14} stroke={1.7} aria-hidden="true" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <ul className={styles.items} aria-label={words.listOf(kind)}>
        {matching.slice(0, maxShown).map((item) => (
          <li key={item.key}>
            <a
              className={styles.entry}
              onKeyDown={moveFocus}
              href={placeHash({ server, kind, item: item.key })}
              aria-current={item.key === place.item ? 'true' : undefined}
              title={item.description === null ? item.key : `${item.key}\n${item.description.slice(0, 300)}`}
            >
              <span className={styles.entryTitle}>{item.title.slice(0, 200)}</span>
              {item.title !== item.key && <span className={styles.entryName}>{item.key.slice(0, 300)}</span>}
            </a>
          </li>
        ))}
      </ul>
      {matching.length > maxShown && (
        <p className={styles.note}>{words.moreItems(matching.length - maxShown)}</p>
      )}
      {offer?.status === 'ready' && matching.length === 0 && (
        <p className={styles.note}>{items.length === 0 ? words.noneOf[kind] : words.noMatch(search)}</p>
      )}
    </div>
  );
}

/** Templates are shown where there are any. */
function isShown(kind: Kind, open: Kind, offer: Offer | undefined): boolean {
  return kind !== 'templates' || kind === open || (offer?.templates.length ?? 0) > 0;
}

function moveFocus(event: KeyboardEvent<HTMLAnchorElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const links = [...(event.currentTarget.closest('ul')?.querySelectorAll('a') ?? [])];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
