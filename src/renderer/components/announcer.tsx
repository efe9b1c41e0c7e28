// The page's voice: one polite live region for state changes, copies and the connection.
import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { VisuallyHidden } from '@mantine/core';
import { useMessages } from '../messages/messages.ts';
import { usePage, useValue } from '../page.ts';
import { announce } from '../state/announcements.ts';
import type { SectionId } from '../state/routes.ts';
import { needsAttention } from '../state/server-rules.ts';

/** `section`: the one that is open; the window's title names it. */
export function Announcer({ section }: { readonly section: SectionId }): ReactElement {
  const { state, announcement } = usePage();
  const messages = useMessages();
  const text = useValue(announcement);
  const place = messages.frame.sections[section];

  useEffect(() => {
    let previous = state.get();
    const tell = (): void => {
      const next = state.get();
      if (next === null) return;
      const sentence = announce(previous, next, messages, Date.now());
      previous = next;
      if (sentence !== null) announcement.set(sentence);
      document.title = messages.frame.title(place, next.servers.filter(needsAttention).length);
    };
    tell();
    return state.subscribe(tell);
  }, [state, announcement, messages, place]);

  return (
    <VisuallyHidden component="output" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
