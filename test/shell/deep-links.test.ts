// Links that the system hands over, in each of its ways.
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { followDeepLinks, type DeepLinksOptions } from '../../src/main/shell/deep-links.ts';

const link = 'patchbay://add?name=a&command=x y';
const route = `/clients/add/${encodeURIComponent(link)}`;

function stage(words: readonly string[] = [], isPackaged = true) {
  const app = Object.assign(new EventEmitter(), {
    isPackaged,
    registered: [] as string[],
    setAsDefaultProtocolClient: (scheme: string): boolean => app.registered.push(scheme) > 0,
  });
  const shown: (string | undefined)[] = [];
  const options: DeepLinksOptions = { app: app as never, words, show: (place) => void shown.push(place) };
  return { app, shown, links: followDeepLinks(options) };
}

describe('a link', () => {
  it('is shown where it stands among the words of the first start, once there is a window', () => {
    const { links, shown } = stage(['patchbay', '--hidden', link]);
    expect(shown).toEqual([]);
    expect(links.begin()).toBe(true);
    expect(shown).toEqual([route]);
    expect(stage(['patchbay']).links.begin()).toBe(false);
  });

  it('is shown by a second start on Windows and Linux, whose other words are of no account', () => {
    const { app, links, shown } = stage();
    links.begin();
    app.emit('second-instance', {}, ['patchbay', '--port', '1', link]);
    app.emit('second-instance', {}, ['patchbay', '--port', '1']);
    expect(shown).toEqual([route, undefined]);
  });

  it('is shown by the event of macOS, also when it comes before the window', () => {
    const { app, links, shown } = stage();
    const prevented: string[] = [];
    const event = { preventDefault: () => void prevented.push('yes') };
    app.emit('open-url', event, link);
    app.emit('open-url', event, 'https://example.com');
    expect(shown).toEqual([]);
    links.begin();
    app.emit('open-url', event, link);
    expect([shown, prevented.length]).toEqual([[route, route], 3]);
  });

  it('may be a bundle instead, as a path or as an address of a file', () => {
    const { app, links, shown } = stage(['patchbay', '/home/ada/my notes.mcpb']);
    const event = { preventDefault: () => undefined };
    links.begin();
    app.emit('second-instance', {}, ['patchbay', 'file:///home/ada/my%20notes.mcpb']);
    app.emit('open-file', event, '/home/ada/my notes.mcpb');
    const bundle = `/clients/add/${encodeURIComponent('/home/ada/my notes.mcpb')}`;
    expect(shown).toEqual([bundle, bundle, bundle]);
    app.emit('second-instance', {}, ['patchbay', 'notes.mcpb', '/etc/passwd', 'file://elsewhere/x.mcpb']);
    expect(shown.at(-1)).toBeUndefined();
  });

  it('is registered for by the installed program alone', () => {
    expect(stage().app.registered).toEqual(['patchbay']);
    expect(stage([], false).app.registered).toEqual([]);
  });
});
