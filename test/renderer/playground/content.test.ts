// What servers send, before it is shown.
import { describe, expect, it } from 'vitest';
import {
  readBlock,
  readContents,
  webAddress,
} from '../../../src/renderer/pages/playground/result/content-blocks.ts';
import { bytesOf, fileName } from '../../../src/renderer/pages/playground/result/bytes.ts';
import {
  readOpening,
  readPrompts,
  readTools,
} from '../../../src/renderer/pages/playground/session/read-offer.ts';
import {
  expandTemplate,
  templateVariables,
} from '../../../src/renderer/pages/playground/session/uri-template.ts';

describe('content', () => {
  it('is an image or a sound only where browsers draw its kind, in an address that holds it', () => {
    expect(readBlock({ type: 'image', data: 'AAAA', mimeType: 'image/png' })).toMatchObject({
      kind: 'image',
      source: 'data:image/png;base64,AAAA',
    });
    expect(readBlock({ type: 'audio', data: 'AAAA', mimeType: 'Audio/WAV; x=1' })).toMatchObject({
      kind: 'audio',
      source: 'data:audio/wav;base64,AAAA',
    });
    for (const mimeType of ['text/html', 'image/png,<script>', 'application/xhtml+xml', 'video/mp4', 7])
      expect(readBlock({ type: 'image', data: 'AAAA', mimeType })).toMatchObject({ kind: 'file' });
    expect(readBlock({ type: 'image', data: '<svg onload=x>', mimeType: 'image/svg+xml' })).toMatchObject({
      kind: 'file',
    });
  });

  it('is text, a link, a file, or what it is, whatever was sent', () => {
    expect(readBlock({ type: 'text', text: '<b>x</b>' })).toMatchObject({ kind: 'text', text: '<b>x</b>' });
    expect(readBlock({ type: 'resource', resource: { uri: 'a:b', blob: 'AAAA' } })).toMatchObject({
      kind: 'file',
    });
    expect(readContents({ uri: 'a:b', text: 't' })).toMatchObject({ kind: 'text', from: 'a:b' });
    expect(readBlock({ type: 'resource_link', uri: 'a:b' })).toMatchObject({ kind: 'link', name: 'a:b' });
    for (const odd of [null, 7, [], {}, { type: 'text' }, { type: 'hologram' }])
      expect(readBlock(odd)).toMatchObject({ kind: 'unknown' });
  });

  it('leads nowhere but to http and https', () => {
    expect(webAddress('https://example.com/a')?.host).toBe('example.com');
    expect(webAddress('http://exаmple.com/')?.host).toBe('xn--exmple-4nf.com');
    for (const address of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,x',
      'vbscript:x',
      '//x',
      '',
    ])
      expect(webAddress(address)).toBeNull();
  });

  it('is saved under a name that is one', () => {
    expect(fileName('file:///a/b/report.md?x=1', 'text/markdown', 'text')).toBe('report.md');
    expect(fileName('demo://thing', 'image/png', 'content')).toBe('thing.png');
    expect(fileName(null, 'application/json', 'content')).toBe('content.json');
    expect(bytesOf('AAEC')).toEqual(Uint8Array.from([0, 1, 2]));
    expect(bytesOf('%%%')).toBeNull();
  });
});

describe('lists', () => {
  it('are read with what is odd left out', () => {
    const tools = readTools({
      tools: [
        { name: 'a', title: 'A', annotations: { readOnlyHint: true, destructiveHint: true } },
        { name: 7 },
        null,
        { name: 'b', inputSchema: 'none', execution: { taskSupport: 'required' } },
      ],
    });
    expect(tools).toMatchObject([
      { key: 'a', title: 'A', hints: { isReadOnly: true, isDestructive: false }, needsTask: false },
      { key: 'b', title: 'b', inputSchema: {}, needsTask: true },
    ]);
    expect(readTools(null)).toEqual([]);
    expect(
      readPrompts({ prompts: [{ name: 'p', arguments: [{ name: 'x', required: true }, {}] }] }),
    ).toMatchObject([{ key: 'p', arguments: [{ name: 'x', isRequired: true }] }]);
    expect(readOpening({ capabilities: { resources: { subscribe: true }, logging: {} } })).toMatchObject({
      has: { tools: false, resources: true, prompts: false },
      canSubscribe: true,
      canComplete: false,
      canLog: true,
    });
  });
});

describe('templates of addresses', () => {
  it('know their variables, and become addresses', () => {
    expect(templateVariables('demo://{kind}/{+path}{?q,lang}{kind}')).toEqual(['kind', 'path', 'q', 'lang']);
    expect(expandTemplate('demo://{kind}/{id}', { kind: 'a b', id: '7' })).toBe('demo://a%20b/7');
    expect(expandTemplate('demo://x/{+path}', { path: 'a/b' })).toBe('demo://x/a/b');
    expect(expandTemplate('demo://x{?q,lang}', { q: 'å', lang: '' })).toBe('demo://x?q=%C3%A5');
    expect(expandTemplate('demo://x{/a,b}{#c}', { a: '1', b: '2', c: 'z' })).toBe('demo://x/1/2#z');
    expect(expandTemplate('demo://x/{id}', {})).toBe('demo://x/');
  });
});
