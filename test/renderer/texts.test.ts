import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayText } from '../../src/renderer/logs/log-text.ts';
import { configExample, gatewayEndpoint } from '../../src/renderer/state/addresses.ts';
import { parseSelection, selectionHash } from '../../src/renderer/state/selection.ts';
import { configSchema } from '../../src/shared/config-schema.ts';
import { sampleState } from '../support/scripted-host.ts';

describe('a log line’s text', () => {
  test('is shown without terminal colours, titles and links', () => {
    const raw =
      '\u001b[1;33mwarning\u001b[0m \u001b]0;title\u0007\u001b]8;;http://a\u001b\\link\u001b]8;;\u001b\\';
    expect(displayText(raw)).toEqual({ text: 'warning link', cut: 0 });
  });

  test('is cut where it would be too long to lay out, and says by how much', () => {
    expect(displayText('x'.repeat(4001))).toEqual({ text: 'x'.repeat(4000), cut: 1 });
    expect(displayText('x'.repeat(1_000_000)).cut).toBe(996_000);
  });

  test('is left as it is when it holds nothing of the kind', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (raw) => {
        fc.pre(!raw.includes('\u001b'));
        expect(displayText(raw)).toEqual({ text: raw, cut: 0 });
      }),
    );
  });
});

describe('the place in the page’s address', () => {
  test('leads back to every name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (name) => {
        expect(parseSelection(selectionHash(name))).toBe(name);
      }),
    );
  });

  test('may be a log’s place, as the tray menu opens it', () => {
    expect(parseSelection('#/logs/my%20files')).toBe('my files');
  });

  test.each(['', '#', '#/', '#/servers/', '#/servers/%E0%A4%A', '#/elsewhere/files'])(
    'is none in %j',
    (hash) => {
      expect(parseSelection(hash)).toBeNull();
    },
  );
});

describe('what the page offers to copy', () => {
  test('is the endpoint of all servers', () => {
    expect(gatewayEndpoint(sampleState().gateway)).toBe('http://127.0.0.1:3004/mcp');
  });

  test('is nothing while the gateway does not listen', () => {
    expect(gatewayEndpoint({ ...sampleState().gateway, url: null })).toBeNull();
  });

  test('is an example that the configuration accepts', () => {
    const example: unknown = JSON.parse(configExample('files', '/path/to/notes'));
    expect(Object.keys(configSchema.parse(example).mcpServers)).toEqual(['files']);
  });
});
