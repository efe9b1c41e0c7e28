// An example of a schema's own, for an empty control.
import type { Schema } from '../schema/schema.ts';

export function placeholderOf({ examples }: Schema): string | undefined {
  const [first] = Array.isArray(examples) ? (examples as readonly unknown[]) : [];
  return typeof first === 'string' || typeof first === 'number' ? String(first).slice(0, 100) : undefined;
}
