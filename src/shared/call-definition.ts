// What a call of the management contract is made of. Apart from the calls, so that they can stand in several files.
import type { z } from 'zod';

/** A call's input schema at run time and its output type at compile time. */
export interface CallDefinition<Input extends z.ZodType, Output> {
  readonly input: Input;
  /** Never present; carries the type. */
  readonly output?: Output;
}

export const answers =
  <Output>() =>
  <Input extends z.ZodType>(input: Input): CallDefinition<Input, Output> => ({ input });
