// Where the project's things are, for the scripts.
import path from 'node:path';

export const projectRoot = path.join(import.meta.dirname, '..');

export function inProject(...parts: readonly string[]): string {
  return path.join(projectRoot, ...parts);
}
