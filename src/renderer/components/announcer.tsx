// The page's voice: one polite live region for state changes, copies and the connection.
import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { VisuallyHidden } from '@mantine/core';
import { useMessages } from '../messages/messages.ts';
import { usePage, useValue } from '../page.ts';
import { announce } from '../state/announcements.ts';
import { needsAttention } from '../state/server-rules.ts';

export function Announcer(): ReactElement {
  const { state, announcement } = usePage();
  const messages = useMessages();
  const text = useValue(announcement);

  useEffect(() => {
    let previous = state.get();
    const tell = (): void => {
      const next = state.get();
      if (next === null) return;
      const sentence = announce(previous, next, messages);
      previous = next;
      if (sentence !== null) announcement.set(sentence);
      document.title = messages.title(next.servers.filter(needsAttention).length);
    };
    tell();
    return state.subscribe(tell);
  }, [state, announcement, messages]);

  return (
    <VisuallyHidden component="output" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
