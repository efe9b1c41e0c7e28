// Where Node keeps what it compiled of the sources for the processes of the tests.
import { resolve } from 'node:path';

/** Stripping types takes most of a start; the second one finds it done. */
export const compileCache = resolve(import.meta.dirname, '../../node_modules/.cache/node-compile');
