// Times as people write them: `90d`, `12h`. Free of schemas, so that the page may read them as well.

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};
/** Ten years: whatever is to live longer has been forgotten by then. */
const maxDurationMs = 3650 * 86_400_000;

/** Milliseconds of words like `90d` or `12h`; null for what is none, or is more than ten years. */
export function durationMs(text: string): number | null {
  const [, amount = '', unit = ''] = /^(\d{1,9})([smhdw])$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * (units[unit] ?? Number.NaN);
  return Number.isFinite(ms) && ms <= maxDurationMs ? ms : null;
}
