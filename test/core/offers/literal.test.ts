// What strangers write stands for nothing of this machine: no variable, no secret, whatever is put together.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandText } from '../../../src/main/core/config/expand-text.ts';
import { parseAddLink } from '../../../src/main/core/offers/add-link.ts';
import { readManifest } from '../../../src/main/core/offers/bundle-manifest.ts';
import { entryText } from '../../../src/main/core/offers/entry-text.ts';
import { readRegistryFile } from '../../../src/main/core/offers/registry-file.ts';
import { fillSettings } from '../../../src/main/core/offers/settings.ts';
import type { OfferFacts } from '../../../src/main/core/offers/types.ts';
import type { ServerEntryInput } from '../../../src/shared/server-entry-schema.ts';

const context = { source: 'x.mcpb', platform: 'linux', homeDir: '/home/ada' } as const;

/** Whatever of this machine the entries name. */
function namedBy(entries: readonly ServerEntryInput[]): readonly string[] {
  const texts = entries.flatMap(({ command, args = [], env = {}, headers = {}, url, cwd }) => [
    ...[command, url, cwd].flatMap((text) => text ?? []),
    ...args,
    ...Object.values(env),
    ...Object.values(headers),
  ]);
  const named: string[] = [];
  const lookup = (name: string): string => {
    named.push(name);
    return 'x';
  };
  for (const text of texts) named.push(...expandText(text, lookup).malformed);
  return named;
}

function entriesOf({ ways }: OfferFacts): readonly ServerEntryInput[] {
  return ways
    .filter(({ problem, bundle }) => problem === null && bundle === undefined)
    .map((way) => way.entry(fillSettings('srv', way.settings, {}, []).filled, '/data/b'));
}

const odd = fc
  .array(
    fc.constantFrom(
      '$',
      '$$',
      '{',
      '}',
      '${',
      'HOME',
      'secret:other',
      'a',
      '{v}',
      '{w}',
      '${user_config.v}',
      '${user_config.w}',
      '${__dirname}',
      '${/}',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const variables = fc.record({
  v: fc.record({ default: odd }),
  w: fc.record({ value: odd }),
});

describe('nothing of this machine is named by', () => {
  it('a bundle', () => {
    const form = fc.record({ command: odd, args: fc.array(odd), env: fc.record({ K: odd }), v: odd, w: odd });
    fc.assert(
      fc.property(form, ({ command, args, env, v, w }) => {
        const manifest = {
          manifest_version: '0.3',
          name: 'a',
          version: '1',
          server: { type: 'node', mcp_config: { command, args, env } },
          user_config: { v: { type: 'string', default: v }, w: { type: 'string', default: w } },
        };
        expect(namedBy(entriesOf(readManifest(JSON.stringify(manifest), context)))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('a server.json', () => {
    const input = fc.record({ name: odd, value: odd, variables });
    const argument = fc.record({ type: fc.constant('named'), name: odd, value: odd, variables });
    const form = fc.record({
      packages: fc.tuple(
        fc.record({
          registryType: fc.constantFrom('npm', 'oci', 'pypi'),
          identifier: odd,
          version: odd,
          runtimeHint: odd,
          packageArguments: fc.tuple(argument),
          environmentVariables: fc.tuple(input),
        }),
      ),
      remotes: fc.tuple(
        fc.record({ type: fc.constant('http'), url: odd, headers: fc.tuple(input), variables }),
      ),
    });
    fc.assert(
      fc.property(form, (file) => {
        expect(namedBy(entriesOf(readRegistryFile({ name: 'a', ...file }, 'x')))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('a link', () => {
    fc.assert(
      fc.property(odd, odd, (one, other) => {
        const words = new URLSearchParams({
          name: 'a',
          command: one,
          arg: other,
          env: `K=${one}`,
          cwd: other,
        });
        const link = parseAddLink(`patchbay://add?${words.toString()}`);
        expect('entry' in link ? namedBy([link.entry]) : null).toEqual([]);
      }),
    );
  });
});

it('a text is written so that it is read as it was, secrets apart', () => {
  const text = fc.string({ unit: fc.constantFrom('$', '{', '}', 'a'), maxLength: 6 });
  fc.assert(
    fc.property(text, text, text, (one, other, last) => {
      fc.pre(!`${one}${other}`.endsWith('$'));
      const written = entryText([one, other, { secret: 's' }, last]);
      expect(expandText(written, (name) => `<${name}>`).text).toBe(`${one}${other}<secret:s>${last}`);
    }),
  );
  expect(() => entryText(['pa$', { secret: 's' }])).toThrow('stands right before the secret "s"');
});

it('a setting that is called like what every object has is asked for like any other', () => {
  const settings = readManifest(
    JSON.stringify({
      manifest_version: '0.3',
      name: 'a',
      version: '1',
      server: { type: 'node', mcp_config: { command: 'node', args: ['${user_config.constructor}'] } },
      user_config: { constructor: { type: 'string' } },
    }),
    context,
  );
  expect(entriesOf(settings)[0]?.args).toEqual([]);
});
