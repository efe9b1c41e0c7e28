// Manifests and server.json files in all their forms, and the entries that they become.
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { readManifest } from '../../../src/main/core/offers/bundle-manifest.ts';
import { readRegistryFile } from '../../../src/main/core/offers/registry-file.ts';
import { fillSettings } from '../../../src/main/core/offers/settings.ts';
import type { OfferFacts } from '../../../src/main/core/offers/types.ts';
import type { SettingValue } from '../../../src/shared/offers.ts';
import { serverEntrySchema } from '../../../src/shared/server-entry-schema.ts';

function entryOf({ ways }: OfferFacts, given: Record<string, SettingValue> = {}, at = 0) {
  const way = ways[at];
  if (way === undefined) throw new Error('There is no such way.');
  const { filled, secrets } = fillSettings('srv', way.settings, given, []);
  return { entry: way.entry(filled, '/data/b'), secrets: Object.fromEntries(secrets), way };
}

const manifest = {
  manifest_version: '0.3',
  name: 'notes',
  display_name: 'My notes',
  version: '1.0.0',
  description: 'Reads notes.',
  author: { name: 'Ada' },
  server: {
    type: 'node',
    entry_point: 'server/index.js',
    mcp_config: {
      command: 'node',
      args: [
        '${__dirname}/server/index.js',
        '${user_config.folders}',
        '--n=${user_config.count}',
        '${OTHER}',
      ],
      env: { KEY: '${user_config.key}', HOMEY: '${HOME}/x', NONE: '${user_config.none}' },
      platform_overrides: { win32: { command: 'node.exe' } },
    },
  },
  user_config: {
    folders: {
      type: 'directory',
      title: 'Folders',
      description: 'To read',
      required: true,
      multiple: true,
      default: ['${HOME}/Desktop'],
    },
    count: { type: 'number', title: 'Count', description: '', default: 3, min: 1, max: 9 },
    key: { type: 'string', title: 'Key', description: '', sensitive: true, required: true },
    none: { type: 'string', title: 'None', description: '' },
  },
  compatibility: { platforms: ['linux', 'win32'] },
};
const context = { source: 'x.mcpb', platform: 'linux', homeDir: '/home/ada' } as const;
const read = (value: unknown, platform: NodeJS.Platform = 'linux') =>
  readManifest(JSON.stringify(value), { ...context, platform });

describe('a bundle', () => {
  it('asks for its settings and becomes an entry with them, sensitive ones apart', () => {
    const facts = read(manifest);
    expect(facts).toMatchObject({ title: 'My notes', version: '1.0.0', author: 'Ada', wantedName: 'notes' });
    const { entry, secrets } = entryOf(facts, { key: 's3cret-value', folders: ['/a', '/b ${X}'] });
    expect(entry).toEqual({
      command: 'node',
      args: ['/data/b/server/index.js', '/a', '/b $${X}', '--n=3', '$${OTHER}'],
      env: { KEY: '${secret:srv_key}', HOMEY: '/home/ada/x' },
      cwd: '/data/b',
    });
    expect(secrets).toEqual({ srv_key: 's3cret-value' });
    expect(entryOf(facts, { key: 'k' }).entry.args?.[1]).toBe('/home/ada/Desktop');
    expect(entryOf(read(manifest, 'win32'), { key: 'k' }).entry.command).toBe('node.exe');
    expect(read(manifest, 'darwin').ways[0]?.problem).toContain('It is for linux, win32');
  });

  it.each([
    [{}, 'The setting "Key" is missing.'],
    [{ key: 'k', count: 12 }, 'The setting "Count" is "12".'],
    [{ key: 'k', count: 'many' }, 'The setting "Count" is "many".'],
    [{ key: 'k', folders: [] }, 'The setting "Folders" is missing.'],
    [{ key: ['a', 'b'] }, 'The setting "Key" has several values.'],
    [{ key: 'k', other: 'x' }, 'There is no setting "other".'],
    [{ key: 'a\0b' }, 'holds a NUL character'],
  ])('does not take %j', (given, reason) => {
    expect(() => entryOf(read(manifest), given)).toThrow(reason);
  });

  it.each([
    [
      { type: 'python', entry_point: 'main.py' },
      { command: 'python3', args: ['/data/b/main.py'] },
    ],
    [
      { type: 'binary', entry_point: 'bin/x' },
      { command: '/data/b/bin/x', args: [] },
    ],
    [
      { type: 'uv', entry_point: 'main.py' },
      { command: 'uv', args: ['run', '--directory', '/data/b', 'main.py'] },
    ],
    [
      { type: 'binary', mcp_config: { command: 'bin/x' } },
      { command: '/data/b/bin/x', args: [] },
    ],
  ])('of an older form or without a command is understood: %j', (server, entry) => {
    const old = { dxt_version: '0.1', name: 'a', version: '1', server };
    expect(entryOf(read(old)).entry).toMatchObject(entry);
  });

  it.each([
    ['{', 'is no JSON'],
    ['{}', 'manifest.json that is not usable'],
    [JSON.stringify({ ...manifest, manifest_version: '9' }), 'of version 9'],
  ])('is refused with the manifest %j', (text, reason) => {
    expect(() => readManifest(text, context)).toThrow(reason);
  });
});

describe('a server.json', () => {
  const file = {
    name: 'io.github.ada/notes',
    description: 'Notes',
    version: '1.2.0',
    packages: [
      {
        registryType: 'npm',
        identifier: '@ada/notes',
        version: '1.2.0',
        transport: { type: 'stdio' },
        packageArguments: [
          { type: 'positional', valueHint: 'folder', isRequired: true, isRepeated: true, format: 'filepath' },
          {
            type: 'named',
            name: '--mode',
            value: 'fast-{level}',
            variables: { level: { choices: ['1', '2'], default: '1' } },
          },
        ],
        environmentVariables: [{ name: 'KEY', isRequired: true, isSecret: true }],
      },
      {
        registryType: 'oci',
        identifier: 'ghcr.io/ada/notes',
        version: '1.2.0',
        environmentVariables: [{ name: 'KEY', isSecret: true }],
      },
      { registryType: 'pypi', identifier: 'notes', version: '1.2.0' },
      { registryType: 'cargo', identifier: 'notes' },
      { registryType: 'npm', identifier: '--registry=evil x' },
      { registryType: 'mcpb', identifier: 'https://example.com/x.mcpb', fileSha256: 'AB' },
    ],
    remotes: [
      {
        type: 'streamable-http',
        url: 'https://{tenant}.example.com/mcp',
        variables: { tenant: { isRequired: true } },
        headers: [
          { name: 'Authorization', value: 'Bearer {token}', variables: { token: { isSecret: true } } },
        ],
      },
    ],
  };

  it('becomes the command or the address of the way that is chosen', () => {
    const facts = readRegistryFile({ server: file }, 'server.json');
    expect(facts).toMatchObject({ wantedName: 'notes', author: 'io.github.ada', version: '1.2.0' });
    expect(entryOf(facts, { 'env.KEY': 'k', 'argument.folder': ['/a', '/b'] }).entry).toEqual({
      command: 'npx',
      args: ['-y', '@ada/notes@1.2.0', '/a', '/b', '--mode', 'fast-1'],
      env: { KEY: '${secret:srv_env.KEY}' },
    });
    expect(() =>
      entryOf(facts, { 'env.KEY': 'k', 'argument.folder': ['/a'], 'argument.--mode.level': '3' }),
    ).toThrow('is "3"');
    expect(entryOf(facts, { 'env.KEY': 'k' }, 1).entry).toEqual({
      command: 'docker',
      args: ['run', '-i', '--rm', '-e', 'KEY', 'ghcr.io/ada/notes:1.2.0'],
      env: { KEY: '${secret:srv_env.KEY}' },
    });
    expect(entryOf(facts, {}, 2).entry).toEqual({ command: 'uvx', args: ['notes@1.2.0'] });
    expect(facts.ways.map(({ problem }) => problem)).toEqual([
      null,
      null,
      null,
      'Packages of "cargo" cannot be run here.',
      'Its identifier is no name of a package.',
      null,
      null,
    ]);
    expect(facts.ways[5]?.bundle).toEqual({ url: 'https://example.com/x.mcpb', sha256: 'AB' });
    const remote = entryOf(facts, { 'url.tenant': 't', 'header.Authorization.token': 'tok' }, 6);
    expect(remote.entry).toEqual({
      type: 'http',
      url: 'https://t.example.com/mcp',
      headers: { Authorization: 'Bearer ${secret:srv_header.Authorization.token}' },
    });
    expect(remote.secrets).toEqual({ 'srv_header.Authorization.token': 'tok' });
  });

  it('of before is understood as well', () => {
    const old = {
      name: 'a/b',
      packages: [
        {
          registry_type: 'npm',
          identifier: 'b',
          environment_variables: [{ name: 'MY_KEY', is_required: true }],
        },
      ],
    };
    expect(entryOf(readRegistryFile(old, 'x'), { 'env.MY_KEY': 'v' }).entry).toEqual({
      command: 'npx',
      args: ['-y', 'b'],
      env: { MY_KEY: 'v' },
    });
  });

  it.each([
    [null, 'is no server.json'],
    [{ name: 'x' }, 'names neither a package nor a remote'],
    [{ name: 'x', packages: [{ identifier: 'y' }] }, '"packages.0.registryType"'],
  ])('is refused as %j', (value, reason) => {
    expect(() => readRegistryFile(value, 'x.json')).toThrow(reason);
  });

  it('of any content is read to usable entries, or told why not', () => {
    const input = fc.record({
      name: fc.string({ minLength: 1 }),
      isRequired: fc.boolean(),
      value: fc.option(fc.string(), { nil: undefined }),
    });
    const odd = fc.record({
      name: fc.string({ minLength: 1, maxLength: 20 }),
      packages: fc.array(
        fc.record({
          registryType: fc.constantFrom('npm', 'oci', 'pypi', 'constructor', 'x'),
          identifier: fc.string({ minLength: 1 }),
          environmentVariables: fc.array(input),
          packageArguments: fc.array(fc.oneof(input, fc.jsonValue())),
        }),
      ),
    });
    fc.assert(
      fc.property(odd, (value) => {
        let fault = '';
        try {
          for (const [at, way] of readRegistryFile(value, 'x').ways.entries()) {
            const given = Object.fromEntries(way.settings.map(({ key }) => [key, 'v']));
            const isUsable =
              way.problem !== null ||
              serverEntrySchema.safeParse(entryOf(readRegistryFile(value, 'x'), given, at).entry).success;
            if (!isUsable) fault = JSON.stringify(value);
          }
        } catch (error) {
          fault = (error as { code?: string }).code === undefined ? String(error) : '';
        }
        expect(fault).toBe('');
      }),
    );
  });
});
