// What fields and their controls are given.
import type { FieldPath } from '../schema/check.ts';

/** The component kit's own words for its inputs. */
export interface ControlProps {
  readonly label: string;
  readonly description: string | undefined;
  readonly error: string | undefined;
  readonly required: boolean;
}

export interface FieldProps {
  /** As it stands in the object, or which item it is. */
  readonly name: string;
  readonly schema: unknown;
  readonly path: FieldPath;
  readonly isRequired: boolean;
  readonly value: unknown;
  /** `undefined`: it is not sent. */
  readonly onChange: (value: unknown) => void;
}
