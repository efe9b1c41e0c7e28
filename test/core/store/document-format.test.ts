// Documents of older versions, and small changes to documents.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseDocument, type DocumentFormat } from '../../../src/main/core/store/document-format.ts';
import {
  emptyDocument,
  findServer,
  maxRestartRecords,
  withoutServer,
  withRestart,
  withServer,
} from '../../../src/main/core/store/document.ts';

interface Third {
  readonly version: 3;
  readonly path: readonly string[];
}

const format: DocumentFormat<Third> = {
  version: 3,
  schema: z.object({ version: z.literal(3), path: z.array(z.string()) }),
  migrations: {
    1: (document) => ({ ...document, version: 2, path: ['from 1'] }),
    2: (document) => ({
      ...document,
      version: 3,
      path: [...((document['path'] as string[]) ?? []), 'from 2'],
    }),
  },
};

describe('parseDocument', () => {
  it('runs the migrations in order', () => {
    expect(parseDocument('{"version":1}', 'f', format)).toEqual({ version: 3, path: ['from 1', 'from 2'] });
    expect(parseDocument('{"version":2}', 'f', format)).toEqual({ version: 3, path: ['from 2'] });
    expect(parseDocument('{"version":3,"path":[]}', 'f', format)).toEqual({ version: 3, path: [] });
  });

  it('says which version it cannot read', () => {
    expect(() => parseDocument('{"version":-1}', 'f', format)).toThrow('has version -1, which never was');
    const stuck = { ...format, migrations: { 1: () => ({ version: 1 }) } };
    expect(() => parseDocument('{"version":1}', 'f', stuck)).toThrow(
      'could not be brought on from version 1',
    );
    expect(() => parseDocument('{"version":4}', 'the file', format)).toThrow(
      'the file has version 4; this Patchbay knows 3 at most.',
    );
  });
});

describe('changes to a document', () => {
  it('keep the newest restarts of a server', () => {
    let document = emptyDocument();
    for (let at = 0; at < maxRestartRecords + 5; at++)
      document = withRestart(document, 'a', { at, reason: 'x' });
    const restarts = findServer(document, 'a')?.restarts ?? [];
    expect(restarts).toHaveLength(maxRestartRecords);
    expect([restarts[0]?.at, restarts.at(-1)?.at]).toEqual([5, maxRestartRecords + 4]);
  });

  it('leave the other servers as they are', () => {
    const one = withServer(emptyDocument(), 'a', (record) => ({ ...record, fingerprint: 'f' }));
    const two = withServer(one, 'b', (record) => record);
    expect(two.servers['a']).toBe(one.servers['a']);
    expect(withoutServer(two, 'b')).toEqual(one);
  });

  it('do not take what every object has for a server', () => {
    expect(findServer(emptyDocument(), 'constructor')).toBeUndefined();
  });
});
