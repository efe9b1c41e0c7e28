// `npm start`: builds when that is needed, then starts the tray app, or the same gateway without a desktop.
// Extra words go to the program: `npm start -- --headless --port 3100`.
import { isFresh } from './build/freshness.ts';
import { inProject, projectRoot } from './project.ts';
import { decideStart } from './start/decide.ts';
import type { StartPlan } from './start/decide.ts';
import { findElectron } from '../src/main/cli/doctor/find-electron.ts';
import { runInForeground, runQuietly } from './start/run.ts';

const { platform, env, execPath } = process;
const fetchLimitMs = 180_000;
/** What the system's loader ends a program with whose libraries are not installed. */
const cannotLoad = 127;

process.exitCode = (await builtStatus()) || (await startStatus());

async function builtStatus(): Promise<number> {
  // Tests of this very script run beside others that use out/.
  return env['PATCHBAY_BUILT'] === '1' || isFresh(projectRoot)
    ? 0
    : runInForeground(execPath, [inProject('scripts', 'build.ts')], env);
}

async function startStatus(): Promise<number> {
  const plan = await makePlan();
  if (plan.kind === 'headless') return startHeadless(plan.words, plan.missing);
  // Some editors' terminals set it; Electron would be a plain Node with it.
  const { ELECTRON_RUN_AS_NODE: _asNode, ...clean } = env;
  try {
    const status = await runInForeground(plan.electron, [projectRoot, ...plan.words], clean);
    if (status !== cannotLoad) return status;
  } catch {
    // Not runnable at all: the same as not loadable.
  }
  return startHeadless(plan.words, 'The Electron runtime cannot run here');
}

async function makePlan(): Promise<Exclude<StartPlan, { kind: 'fetch-electron' }>> {
  const plan = planNow(false);
  if (plan.kind !== 'fetch-electron') return plan;
  console.log(
    'Fetching the Electron runtime, once, for up to three minutes (PATCHBAY_NO_DOWNLOAD=1 forbids it)…',
  );
  await runQuietly(execPath, [inProject('node_modules', 'electron', 'install.js')], fetchLimitMs);
  const second = planNow(true);
  if (second.kind === 'fetch-electron') throw new Error('The runtime is asked for a second time.');
  return second;
}

function planNow(fetchTried: boolean): StartPlan {
  const electron = findElectron(projectRoot, { platform, env });
  return decideStart({ words: process.argv.slice(2), platform, env, electron, fetchTried });
}

function startHeadless(words: readonly string[], missing: string | null): Promise<number> {
  if (missing !== null) console.log(`${missing}: starting without the tray, with the browser console.`);
  return runInForeground(execPath, [inProject('out', 'main', 'cli.js'), 'serve', ...words], env);
}
