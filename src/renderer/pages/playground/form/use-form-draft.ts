// The state of one form: its value, whether it is shown as JSON, and what is wrong with it.
import { useMemo, useState } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import { check } from '../schema/check.ts';
import type { Fault } from '../schema/faults.ts';
import type { Schema } from '../schema/schema.ts';
import { asJsonText, initialValue } from '../schema/values.ts';

export interface FormDraft {
  readonly schema: Schema;
  readonly value: unknown;
  readonly setValue: (value: unknown) => void;
  /** Empty until `tried`. */
  readonly faults: ReadonlyMap<string, Fault>;
  /** What stands in the JSON's field; null: the fields are shown. */
  readonly jsonText: string | null;
  readonly setJsonText: (text: string) => void;
  /** Why the text cannot be read; null when it can. */
  readonly jsonFault: string | null;
  readonly showJson: (isShown: boolean) => void;
  readonly reset: () => void;
  /** Shows the fields again, whatever stands in the JSON's field. */
  readonly leaveJson: () => void;
  /** What is to be sent; null where something is wrong, which is said from then on. */
  readonly finish: () => Readonly<Record<string, unknown>> | null;
}

interface DraftState {
  readonly value: unknown;
  readonly jsonText: string | null;
  readonly isTried: boolean;
}

const noFaults: ReadonlyMap<string, Fault> = new Map();

/** `kept` remembers what was filled in under `key`, for when the form is shown again. */
export function useFormDraft(schema: Schema, kept: Map<string, unknown> | null, key: string): FormDraft {
  const [state, setState] = useState<DraftState>(() => {
    const before = kept?.get(key);
    return before === undefined ? fresh(schema) : (before as DraftState);
  });
  const put = (next: DraftState): void => {
    kept?.set(key, next);
    setState(next);
  };
  const { value, jsonText, isTried } = state;
  const faults = useMemo(() => (isTried ? check(value, schema, schema) : noFaults), [isTried, value, schema]);
  const read = jsonText === null ? null : parse(jsonText);

  return {
    schema,
    value,
    setValue: (next) => put({ ...state, value: next }),
    faults,
    jsonText,
    setJsonText: (text) => put({ ...state, jsonText: text }),
    jsonFault: read?.fault ?? null,
    showJson: (isShown) => {
      if (isShown) put({ ...state, jsonText: asJsonText(value) });
      else if (read !== null && read.fault === null) put({ ...state, value: read.value, jsonText: null });
    },
    reset: () =>
      put({ ...fresh(schema), jsonText: jsonText === null ? null : asJsonText(fresh(schema).value) }),
    leaveJson: () => put({ ...state, jsonText: null }),
    finish: () => {
      if (read !== null) return read.value;
      put({ ...state, isTried: true });
      return check(value, schema, schema).size === 0 && isRecord(value) ? value : null;
    },
  };
}

function fresh(schema: Schema): DraftState {
  return { value: initialValue(schema, schema), jsonText: null, isTried: false };
}

type Read =
  | { readonly value: Readonly<Record<string, unknown>>; readonly fault: null }
  | { readonly value: null; readonly fault: string };

function parse(text: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? { value, fault: null } : { value: null, fault: '{ … }' };
  } catch (error) {
    return { value: null, fault: error instanceof Error ? error.message : String(error) };
  }
}
