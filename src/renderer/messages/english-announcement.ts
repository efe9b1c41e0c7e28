// The words about this Patchbay's own registration with another proxy, in English.
import type { AnnouncementState } from '../../shared/announcement.ts';

const state: Record<AnnouncementState, string> = {
  off: 'Off',
  idle: 'Not registered',
  registering: 'Registering',
  registered: 'Registered',
  retrying: 'Not reached',
  misconfigured: 'Settings to be mended',
};

export const announcement = {
  title: 'This Patchbay at another proxy',
  state,
  pending: 'Registered, waits there for approval',
  key: 'Known as',
  address: 'Announced address',
  heard: 'Last report',
  nextTry: 'Next try',
  in: (time: string) => `in ${time}`,
};
