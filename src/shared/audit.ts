// What stands in the audit log, as the page and the command line show it. Never a secret.

/** What kind of thing happened. */
export const auditKinds = [
  'login',
  'refusal',
  'approval',
  'configuration',
  'launch',
  'token',
  'secret',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** One line of the audit log. */
export interface AuditEntry {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly kind: AuditKind;
  /** What was done, in a word or two: "created", "approved", "started". */
  readonly action: string;
  /** Whom or what it concerns: a server's name, a token's id, a registration's key. */
  readonly subject?: string;
  /** Who did it, or from where: "window", "console", "config.json", "gateway 127.0.0.1". */
  readonly by?: string;
  /** One sentence, or a code, on why. */
  readonly reason?: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  /** How many of this kind it stands for, where several came within a minute. */
  readonly times?: number;
}
