// The state of a form of texts: prompts and templates take nothing else.
import { useState } from 'react';

export interface ArgumentDraft {
  readonly values: Readonly<Record<string, string>>;
  /** Names that must be filled in and are not; empty until somebody tried. */
  readonly missing: ReadonlySet<string>;
  readonly change: (name: string, value: string) => void;
  /** What is to be sent, without empty texts; null where something is missing, which is said from then on. */
  readonly finish: () => Readonly<Record<string, string>> | null;
}

type Values = Readonly<Record<string, string>>;

export function useArgumentDraft(
  kept: Map<string, unknown>,
  key: string,
  required: readonly string[],
): ArgumentDraft {
  const [values, setValues] = useState<Values>(() => (kept.get(key) as Values | undefined) ?? {});
  const [isTried, setTried] = useState(false);
  const missing = new Set(required.filter((name) => (values[name] ?? '') === ''));
  return {
    values,
    missing: isTried ? missing : new Set(),
    change: (name, value) => {
      const next = { ...values, [name]: value };
      kept.set(key, next);
      setValues(next);
    },
    finish: () => {
      setTried(true);
      if (missing.size > 0) return null;
      return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
    },
  };
}
