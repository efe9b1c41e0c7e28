// `node scripts/smoke.ts FOLDER`: whether a packed app lives, on the system it was packed for. Its fuses keep Playwright out
// of it, so it is asked as people's clients ask: it starts hidden, its gateway answers, its command line finds it.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const deadlineMs = 60_000;
const { platform, env } = process;
const folder = path.resolve(process.argv[2] ?? '');
const inside = platform === 'darwin' ? path.join(folder, 'Patchbay.app', 'Contents') : folder;
const program = path.join(
  inside,
  platform === 'darwin' ? 'MacOS/Patchbay' : platform === 'win32' ? 'Patchbay.exe' : 'patchbay',
);
const resources = path.join(inside, platform === 'darwin' ? 'Resources' : 'resources');
const dataDir = mkdtempSync(path.join(tmpdir(), 'patchbay-smoke-'));
const runFile = path.join(dataDir, 'run.json');

// Chromium refuses its sandbox to root, as containers have it.
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const words = ['--hidden', '--data-dir', dataDir, '--port', '0', '--console-port', '0', ...asRoot];
const app = spawn(program, words, { stdio: 'inherit' });
const failed = new Promise<never>((_resolve, reject) => {
  app.on('error', reject);
  app.on('exit', (status) => reject(new Error(`The app ended with ${String(status)}.`)));
});
failed.catch(() => undefined);
try {
  await Promise.race([failed, gatewayAnswers()]);
  console.log('The gateway answers.');
  // The command line as PATH has it; Windows starts no .cmd without a shell, so there it is what the .cmd runs.
  const [file, first, more] =
    platform === 'win32'
      ? [program, [path.join(resources, 'app.asar/out/main/cli.js')], { ELECTRON_RUN_AS_NODE: '1' }]
      : [path.join(resources, 'bin', 'patchbay'), [], {}];
  const status = [...first, 'status', '--json', '--data-dir', dataDir];
  await promisify(execFile)(file, status, { env: { ...env, ...more } });
  console.log('The command line finds it.');
} finally {
  await end();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
}

async function gatewayAnswers(): Promise<void> {
  for (let leftMs = deadlineMs; !existsSync(runFile); leftMs -= 200) {
    if (leftMs <= 0) throw new Error(`No gateway came up within ${deadlineMs / 1000} s.`);
    await pause(200);
  }
  const { url } = JSON.parse(readFileSync(runFile, 'utf8')) as { readonly url: string };
  const { status } = await fetch(new URL('/health', url));
  if (status !== 200) throw new Error(`/health answered ${status}.`);
}

async function end(): Promise<void> {
  if (app.exitCode !== null || app.signalCode !== null) return;
  const gone = new Promise((resolve) => app.once('exit', resolve));
  app.kill();
  await gone;
}
