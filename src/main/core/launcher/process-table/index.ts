// The process table of a system.
import type { ProcessHost, ProcessTable } from '../ports.ts';
import { linuxProcessTable } from './linux.ts';
import { psProcessTable } from './ps.ts';
import { windowsProcessTable } from './windows.ts';

/** The table that fits the host's platform. */
export function createProcessTable(host: ProcessHost): ProcessTable {
  if (host.platform === 'linux') return linuxProcessTable();
  if (host.platform === 'win32') return windowsProcessTable(host);
  return psProcessTable(host);
}
