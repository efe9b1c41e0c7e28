import { describe, expect, it } from 'vitest';
import { startBuiltShell } from '../../support/built-shell.ts';
import type { BuiltShell } from '../../support/built-shell.ts';

async function withPage(): Promise<BuiltShell> {
  const shell = await startBuiltShell();
  await shell.until(({ windows }) => windows[0]?.page !== null && windows.length > 0);
  return shell;
}

describe('the page cannot', () => {
  it('go elsewhere, by a link, a redirect or in a frame', async () => {
    const shell = await withPage();
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
      for (const url of [
        'https://example.com/',
        'http://127.0.0.1:3005/',
        'file:///etc/passwd',
        'app://patchbay.example.com/',
        'app://other/',
        'data:text/html,x',
      ]) {
        expect(await shell.navigate(event, url)).toBe(false);
      }
      expect(await shell.navigate(event, 'app://patchbay/index.html')).toBe(true);
    }
  });

  it('embed a webview', async () => {
    const shell = await withPage();
    expect(await shell.attachWebview()).toBe(false);
  });

  it('open a window; https links go to the browser, everything else nowhere', async () => {
    const shell = await withPage();
    for (const url of [
      'http://example.com/',
      'file:///bin/sh',
      'ms-msdt:/x',
      'javascript:alert(1)',
      'no url',
    ]) {
      expect(await shell.openFromPage(url)).toBe('deny');
    }
    expect(await shell.openFromPage('https://example.com/docs')).toBe('deny');
    const world = await shell.until(({ openedLinks }) => openedLinks.length > 0);
    expect(world.openedLinks).toEqual(['https://example.com/docs']);
  });

  it('get a permission, whatever it asks for', async () => {
    const shell = await withPage();
    for (const name of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'hid']) {
      expect(await shell.askPermission(name)).toBe(false);
    }
  });
});

describe('the page’s own address', () => {
  it('gives the files of the bundle', async () => {
    const shell = await withPage();
    const index = await shell.fetchPage('app://patchbay/', 'GET');
    expect(index).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    const script = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(index.text)?.[1];
    expect(await shell.fetchPage(`app://patchbay/${script}`, 'GET')).toMatchObject({
      status: 200,
      type: 'text/javascript; charset=utf-8',
    });
  });

  it('gives nothing of what is outside of the bundle, however it is written', async () => {
    const shell = await withPage();
    for (const url of [
      'app://patchbay/../main/index.js',
      'app://patchbay/..%2fmain/index.js',
      'app://patchbay/%2e%2e/%2e%2e/package.json',
      'app://patchbay/..%5c..%5cpackage.json',
      'app://patchbay//etc/passwd',
      'app://patchbay/%00',
      'app://patchbay/%',
      'app://patchbay/assets',
      'app://other/index.html',
    ]) {
      expect(await shell.fetchPage(url, 'GET')).toMatchObject({ status: 404, text: '' });
    }
  });

  it('takes no data', async () => {
    const shell = await withPage();
    expect(await shell.fetchPage('app://patchbay/index.html', 'POST')).toMatchObject({ status: 405 });
  });
});
