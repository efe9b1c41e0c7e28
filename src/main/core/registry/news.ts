// What happened to servers, as log lines for people and events for programs. Changes nothing.
import type { Audit } from '../audit/audit.ts';
import type { Logger } from '../ports.ts';
import type { RegistrationRecord } from '../store/registration-records.ts';
import type { LeaseChange } from './leases.ts';
import type { RegistryEvent } from './types.ts';

export interface News {
  happened(type: Exclude<RegistryEvent['type'], 'state'>, record: RegistrationRecord): void;
  changed(key: string, change: LeaseChange): void;
  /** By the rules alone; nobody was asked. */
  letIn(record: RegistrationRecord): void;
}

export function createNews(logger: Logger, audit: Audit, onEvent: (event: RegistryEvent) => void): News {
  return {
    happened: (type, record) => {
      const text = `${record.key} at ${record.url} was ${type}.`;
      if (record.isApproved || type === 'unregistered' || type === 'forgotten') logger.info(text);
      else logger.warn(`${text} It was announced from ${record.caller} and waits for approval.`);
      onEvent({ type, key: record.key });
    },
    changed: (key, { from, to, problem }) => {
      if (to === 'offline') logger.warn(`${key} is offline. ${problem ?? ''}`);
      else if (from === 'offline') logger.info(`${key} is there again.`);
      // Servers that never send heartbeats go to and fro.
      else logger.debug(`${key} is ${to}. ${problem ?? ''}`);
      onEvent({ type: 'state', key, state: to });
    },
    letIn: ({ key, url, caller }) => {
      const reason = 'A program of this machine announced a server of this machine.';
      const details = { url, caller };
      audit.record({ kind: 'approval', action: 'approved automatically', subject: key, reason, details });
    },
  };
}
