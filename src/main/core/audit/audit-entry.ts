// A line of the audit log read back. Lines that make no sense, such as one that a power cut has left half, are passed over.
import { z } from 'zod';
import { auditKinds, type AuditEntry } from '../../../shared/audit.ts';

const lineSchema = z.object({
  time: z.iso.datetime(),
  kind: z.enum(auditKinds),
  action: z.string(),
  subject: z.string().optional(),
  by: z.string().optional(),
  reason: z.string().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  times: z.int().positive().optional(),
});

/** null for what is no entry. */
export function parseEntry(line: string): AuditEntry | null {
  if (line === '') return null;
  try {
    const { time, kind, action, subject, by, reason, details, times } = lineSchema.parse(JSON.parse(line));
    return {
      time: Date.parse(time),
      kind,
      action,
      ...(subject === undefined ? {} : { subject }),
      ...(by === undefined ? {} : { by }),
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      ...(times === undefined ? {} : { times }),
    };
  } catch {
    return null;
  }
}
