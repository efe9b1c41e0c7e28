// Durations and sizes as people read them, with the units of a language. Knows no language itself.

interface DurationUnits {
  readonly ms: string;
  readonly s: string;
  readonly min: string;
}

/** Milliseconds as `0.8 ms`, `412 ms`, `3.1 s` or `2 min 5 s`. */
export function durationWords(locale: string, units: DurationUnits): (ms: number) => string {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (ms) => {
    if (ms < 9.95) return `${tenths.format(ms)} ${units.ms}`;
    if (ms < 999.5) return `${whole.format(ms)} ${units.ms}`;
    if (ms < 59_950) return `${tenths.format(ms / 1000)} ${units.s}`;
    const seconds = Math.round(ms / 1000);
    return `${whole.format(Math.floor(seconds / 60))} ${units.min} ${seconds % 60} ${units.s}`;
  };
}

/** Bytes in steps of a thousand: `120 B`, `3.4 kB`. `units`: from bytes on. */
export function byteWords(locale: string, units: readonly string[]): (bytes: number) => string {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (bytes) => {
    let [value, step] = [bytes, 0];
    while (value >= 999.5 && step < units.length - 1) {
      value /= 1000;
      step++;
    }
    return `${(step === 0 || value >= 99.95 ? whole : tenths).format(value)} ${units[step] ?? ''}`;
  };
}
