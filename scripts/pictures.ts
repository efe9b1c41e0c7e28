// Takes the pictures of the README: the pages of a built Patchbay that runs with two real servers, light and dark, into
// docs/pictures/. Run `npm run pictures` after a change of how they look; it needs Chromium and the port 3004.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright-core';
import { inProject } from './project.ts';

const folder = inProject('docs', 'pictures');
/** Seen in the pictures, so without a random name. */
const home = path.join(tmpdir(), 'demo');
const gateway = 'http://127.0.0.1:3004';

const config = {
  mcpServers: {
    files: { command: 'mcp-server-filesystem', args: ['.'], cwd: path.join(home, 'notes'), start: 'eager' },
    everything: { command: 'mcp-server-everything', start: 'eager' },
  },
};

/** Files of clients as they are after some days of use. */
const clientFiles: Readonly<Record<string, unknown>> = {
  '.cursor/mcp.json': { mcpServers: { time: { command: 'uvx', args: ['mcp-server-time'] } } },
  '.claude.json': { mcpServers: {} },
  '.codex/config.toml': null,
};

interface Picture {
  readonly name: string;
  readonly hash: string;
  /** What is there once the page is whole. */
  readonly until: (page: Page) => Promise<unknown>;
}

const pictures: readonly Picture[] = [
  {
    name: 'overview',
    hash: '#/',
    until: (page) => page.getByRole('region', { name: 'Calls' }).getByRole('img').waitFor(),
  },
  {
    name: 'server',
    hash: '#/servers/files/tools',
    until: (page) => page.getByText('list_directory').first().waitFor(),
  },
  { name: 'clients', hash: '#/clients', until: (page) => page.getByText('Cursor').first().waitFor() },
  { name: 'activity', hash: '#/activity', until: (page) => page.getByText('echo').first().waitFor() },
];

async function prepareHome(): Promise<void> {
  await mkdir(home);
  await mkdir(path.join(home, 'notes'));
  await writeFile(path.join(home, 'notes', 'ideas.md'), '# Ideas\n');
  await mkdir(path.join(home, 'data'));
  await writeFile(path.join(home, 'data', 'config.json'), JSON.stringify(config));
  for (const [name, content] of Object.entries(clientFiles)) {
    const file = path.join(home, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content === null ? '' : JSON.stringify(content, null, 2));
  }
}

function serve(): ChildProcess {
  const { PATH = '' } = process.env;
  const bin = inProject('node_modules', '.bin');
  const words = ['serve', '--auth', 'none', '--console-port', '0'];
  return spawn(process.execPath, [inProject('out', 'main', 'cli.js'), ...words], {
    env: {
      HOME: home,
      PATCHBAY_DATA_DIR: path.join(home, 'data'),
      PATH: `${bin}${path.delimiter}${PATH}`,
      SHELL: '/bin/false',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The console's login link, once it is printed. */
async function loginLink({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('Patchbay has no output.');
  for await (const line of createInterface({ input: stdout })) {
    const link = /http:\S+\/login\/\S+/.exec(line)?.[0];
    if (link !== undefined) return link;
  }
  throw new Error('Patchbay ended before it was ready.');
}

async function call(server: string, name: string, args: Readonly<Record<string, unknown>>): Promise<void> {
  const params = { name, arguments: args };
  const answer = await fetch(`${gateway}/mcp/${server}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  });
  await answer.text();
}

async function makeCalls(): Promise<void> {
  for (let round = 1; round <= 4; round += 1) {
    await call('everything', 'echo', { message: `hello ${round}` });
    await call('everything', 'get-sum', { a: round, b: 40 });
    await call('files', 'list_directory', { path: '.' });
  }
  await call('files', 'read_text_file', { path: 'ideas.md' });
  await call('files', 'read_text_file', { path: 'gone.md' });
}

async function takeAll(link: string): Promise<void> {
  const executablePath = process.env['PATCHBAY_CHROMIUM'] ?? 'chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const viewport = { width: 1180, height: 600 };
    const page = await browser.newPage({ viewport, reducedMotion: 'reduce', locale: 'en-US' });
    await page.goto(link);
    for (const { name, hash, until } of pictures) {
      await page.goto(new URL(`/${hash}`, link).href);
      await until(page);
      // The ring around what has the focus says nothing in a picture.
      await page.evaluate('document.activeElement?.blur()');
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
        await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`) });
      }
    }
  } finally {
    await browser.close();
  }
}

await mkdir(folder, { recursive: true });
// Stops here where somebody else has a folder of this name.
await prepareHome();
const patchbay = serve();
const ended = once(patchbay, 'exit');
try {
  const link = await loginLink(patchbay);
  patchbay.stdout?.resume();
  await makeCalls();
  await takeAll(link);
} finally {
  patchbay.kill('SIGTERM');
  await ended;
  await rm(home, { recursive: true });
}
