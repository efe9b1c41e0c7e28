import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clashingUri,
  fitsTemplate,
  originOfClashing,
  templateShape,
} from '../../../../src/main/core/relay/aggregate/clashing-uris.ts';

const serverName = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,20}$/);
const uri = fc
  .oneof(
    fc.string({ minLength: 1 }),
    fc.tuple(
      fc.constantFrom('ui://', 'patchbay://', 'ui://patchbay/', 'file:///'),
      fc.string({ minLength: 1 }),
    ),
  )
  .map((part) => (typeof part === 'string' ? part : part.join('')));

describe('a URI that several servers have', () => {
  it('leads back to its server, whatever it looks like', () => {
    fc.assert(
      fc.property(serverName, uri, (server, own) => {
        expect(originOfClashing(clashingUri(server, own))).toEqual({ server, key: own });
      }),
    );
  });

  it('stays the page of an app where it is one', () => {
    expect(clashingUri('maps', 'ui://view.html')).toBe('ui://patchbay/maps/view.html');
    expect(clashingUri('maps', 'file:///x')).toBe('patchbay://maps/file:///x');
  });

  it.each(['file:///x', 'patchbay://', 'patchbay:///x', 'patchbay://a/', 'ui://a/b', 'ui://patchbay/a/', ''])(
    '%j is none',
    (other) => {
      expect(originOfClashing(other)).toBeNull();
    },
  );
});

describe('a template', () => {
  it.each([
    ['t:{id}', 't:7', true],
    ['t:{id}/raw', 't:7', false],
    ['t:{a}/{b}', 't:7/8', true],
    ['t:{a}--{b}', 't:7-8', false],
    ['t:x', 't:x', true],
    ['{+any}', 't:x', false],
    ['t{+any}', 't:x', false],
  ])('%s takes %s: %s', (template, own, fits) => {
    expect(fitsTemplate(template, own)).toBe(fits);
  });

  it('has the shape of any that takes the same URIs', () => {
    expect(templateShape('t:{id}/{+path}')).toBe(templateShape('t:{name}/{+rest}'));
    expect(templateShape('t:{id}')).not.toBe(templateShape('t:{?id}'));
  });
});
