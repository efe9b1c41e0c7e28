// A web page of another origin in a real browser, whose user is logged in to the console: whatever it tries, on either port,
// it reads nothing and changes nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startPatchbay, type RunningPatchbay } from '../support/patchbay.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => browser.close());

/** An empty page at a port of its own. */
async function serveForeignPage(): Promise<number> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>evil</title>'),
  );
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

interface Stage {
  readonly patchbay: RunningPatchbay;
  readonly page: Page;
  readonly consoleUrl: string;
}

/** `host`: of the foreign page. The same browser holds a session of the console. */
async function stage(host: string): Promise<Stage> {
  const patchbay = await startPatchbay({}, { console: { port: 0, pageDir: '/nonexistent' } });
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const own = await context.newPage();
  await own.goto(patchbay.core.consoleLink() ?? '');
  expect((await context.cookies()).map(({ name }) => name)).toContain('patchbay_console');
  const page = await context.newPage();
  await page.goto(`http://${host}:${await serveForeignPage()}/`);
  const { consoleUrl } = patchbay.core.state.get().gateway;
  return { patchbay, page, consoleUrl: consoleUrl ?? '' };
}

const announcement = '{"server_id":"evil","server_url":"http://127.0.0.1:9"}';
const initialize =
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"e","version":"1"}}}';

async function expectUntouched({ patchbay }: Stage): Promise<void> {
  const state = patchbay.core.state.get();
  expect(state.registrations).toMatchObject({ servers: [], clients: [] });
  expect(state.servers.map(({ name }) => name)).toEqual(['patchbay']);
  expect(await (await fetch(`${patchbay.url}/health`)).json()).toMatchObject({ sessions: 0 });
}

// The same site as ours in the browser's eyes where only the port differs, and another one.
describe.each(['127.0.0.1', 'localhost'])('a page at %s with another port', (host) => {
  test.each(['cors', 'no-cors'] as const)('reads nothing and changes nothing by fetch, %s', async (mode) => {
    const here = await stage(host);
    const tried = await here.page.evaluate(
      async ({ urls, bodies, mode }) => {
        const outcomes: string[] = [];
        for (const url of urls) {
          for (const method of ['GET', 'POST']) {
            for (const body of method === 'GET' ? [undefined] : bodies) {
              for (const type of ['text/plain', 'application/json']) {
                const outcome = await fetch(url, {
                  method,
                  mode,
                  credentials: 'include',
                  headers: { 'content-type': type },
                  ...(body === undefined ? {} : { body }),
                }).then(
                  async (answer) => `${answer.type} ${answer.status} ${await answer.text()}`,
                  () => 'failed',
                );
                outcomes.push(outcome);
              }
            }
          }
        }
        return outcomes;
      },
      {
        mode,
        urls: [
          ...['/mcp', '/register', '/unregister', '/cmd', '/health', '/list', '/sse'].map(
            (path) => here.patchbay.url + path,
          ),
          ...['/api/getState', '/api/login-link', '/api/addServer', '/api/events', '/'].map(
            (path) => here.consoleUrl + path,
          ),
        ],
        bodies: [announcement, initialize, '{"name":"evil","server":{"command":"id"}}'],
      },
    );
    const readable = tried.filter((outcome) => outcome !== 'failed' && outcome !== 'opaque 0 ');
    expect(readable).toEqual([]);
    expect(tried).toContain(mode === 'cors' ? 'failed' : 'opaque 0 ');
    await expectUntouched(here);
  });

  test('gets no event stream, no socket, and nothing by form, image, script or frame', async () => {
    const here = await stage(host);
    const urls = {
      gateway: here.patchbay.url,
      console: here.consoleUrl,
    };
    const statuses = new Set<number>();
    here.page.on('response', (response) => {
      if (Object.values(urls).includes(new URL(response.url()).origin)) statuses.add(response.status());
    });
    const heard = await here.page.evaluate(async ({ gateway, console }) => {
      const outcome = (target: EventTarget, good: string): Promise<string> =>
        new Promise((resolve) => {
          target.addEventListener(good, () => resolve(good));
          target.addEventListener('error', () => resolve('error'));
        });
      const element = (name: 'img' | 'script', src: string): Promise<string> => {
        const made = document.createElement(name);
        const waited = outcome(made, 'load');
        made.src = src;
        document.body.append(made);
        return waited;
      };
      const socket = (url: string): WebSocket => new WebSocket(url.replace('http', 'ws'));
      const streams = [
        `${gateway}/sse`,
        `${gateway}/mcp`,
        `${gateway}/mcp/patchbay`,
        `${console}/api/events`,
      ];
      return Promise.all([
        ...streams.map((url) => outcome(new EventSource(url, { withCredentials: true }), 'open')),
        ...streams.map((url) => outcome(socket(url), 'open')),
        ...streams.map((url) => element('img', url)),
        ...streams.map((url) => element('script', url)),
        element('script', `${gateway}/health`),
      ]);
    }, urls);
    expect([...new Set(heard)]).toEqual(['error']);

    for (const [action, name, value] of [
      [`${urls.gateway}/register`, `${announcement.slice(0, -1)},"x":"`, '"}'],
      [`${urls.console}/api/addServer`, '{"name":"evil","x":"', '"}'],
    ] as const) {
      const frame = await here.page.evaluateHandle(
        async ({ action, name, value }) => {
          const frame = document.createElement('iframe');
          frame.name = 'target';
          document.body.append(frame);
          const form = document.createElement('form');
          Object.assign(form, { action, method: 'post', enctype: 'text/plain', target: 'target' });
          const input = document.createElement('input');
          Object.assign(input, { name, value });
          form.append(input);
          document.body.append(form);
          const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
          form.submit();
          await loaded;
          frame.remove();
          form.remove();
        },
        { action, name, value },
      );
      await frame.dispose();
    }
    expect([...statuses]).toEqual([403]);
    await expectUntouched(here);
  });

  test('may lead to the console, but not frame it', async () => {
    const here = await stage(host);
    const refused = here.page.waitForResponse((response) => response.url().startsWith(here.consoleUrl));
    await here.page.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
    }, here.consoleUrl);
    expect((await refused).status()).toBe(403);
    const led = here.page.waitForResponse((response) => response.url().startsWith(here.consoleUrl));
    await here.page.evaluate((url) => location.assign(url), here.consoleUrl);
    // No page is built for this test.
    expect((await led).status()).toBe(404);
  });
});
