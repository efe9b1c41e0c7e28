// The opening of a server of the modern era, which keeps nothing of whoever asks (MCP 2026-07-28, server/discover).
import type { Opening } from '../opening.ts';
import { discoverParams, isModernAnswer, readDiscovered } from './discovered.ts';
import { listChangesOf } from './list-changes.ts';

export const modernOpening: Opening = {
  method: 'server/discover',
  params: discoverParams,
  ping: (client) => ({ method: 'server/discover', params: discoverParams(client) }),
  isMisfit: (answer) => !isModernAnswer(answer),
  read: readDiscovered,
  confirmation: null,
  watch: ({ capabilities }, client) => {
    const notifications = listChangesOf(capabilities);
    if (Object.keys(notifications).length === 0) return null;
    return { method: 'subscriptions/listen', params: { ...discoverParams(client), notifications } };
  },
  isRisky: true,
  keepsWishes: false,
};
