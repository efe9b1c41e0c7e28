// `patchbay logs --audit`: the audit log, a line for each entry.
import type { AuditEntry } from '../../../shared/audit.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { printableLine } from '../output/printable.ts';

interface AuditOptions extends CommonOptions {
  readonly lines: number;
}

export async function printAudit(context: CommandContext, options: AuditOptions): Promise<void> {
  const { output } = context;
  const limit = Math.min(options.lines, 10_000);
  const entries = await context.connect(options).client.readAudit({ limit });
  if (options.json === true) output.json(entries);
  else for (const entry of entries) output.line(auditLine(entry));
}

/** `2026-01-02T03:04:05.678Z approval approved files_1 by window: … (url=…)`. */
function auditLine({ time, kind, action, subject, by, reason, details, times }: AuditEntry): string {
  const known = Object.entries(details ?? {}).map(([name, value]) => `${name}=${value}`);
  const words = [
    new Date(time).toISOString(),
    kind,
    action,
    ...(subject === undefined ? [] : [subject]),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(times === undefined ? [] : [`${times} times`]),
  ];
  const why = reason === undefined ? '' : `: ${reason}`;
  return printableLine(`${words.join(' ')}${why}${known.length === 0 ? '' : ` (${known.join(', ')})`}`);
}
