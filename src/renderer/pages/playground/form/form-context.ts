// What the fields of one form share.
import { createContext, use } from 'react';
import type { ComponentType } from 'react';
import type { Fault } from '../schema/faults.ts';
import type { Schema } from '../schema/schema.ts';
import type { FieldProps } from './control.ts';

export interface FormScope {
  /** What `#` means in references. */
  readonly root: Schema;
  /** By `pathKey`; empty until somebody has tried to send. */
  readonly faults: ReadonlyMap<string, Fault>;
  /** Choices of shapes around this place: a shape may be one of its own. */
  readonly depth: number;
  /** For fields in fields. */
  readonly Field: ComponentType<FieldProps>;
}

export const FormContext = createContext<FormScope | null>(null);

export function useForm(): FormScope {
  const scope = use(FormContext);
  if (scope === null) throw new Error('A field stands outside of a form.');
  return scope;
}
