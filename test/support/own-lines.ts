// What Patchbay itself has logged in a test.
import type { Core } from '../../src/main/core/types.ts';

/** The gateway's own lines so far, without times and levels. */
export function ownLines({ logs }: Pick<Core, 'logs'>): readonly string[] {
  return logs.read({ source: 'patchbay', after: -1, limit: 1000 }).map(({ text }) => text);
}
