// Runs commands side by side, shows the output of those that fail, and says how each went.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Check {
  readonly name: string;
  readonly command: string;
  readonly words: readonly string[];
}

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** Runs all, `atOnce` at a time, and tells of each as it ends. Results in the order of the checks. */
export async function runChecks(
  checks: readonly Check[],
  atOnce: number,
  onEnd: (result: CheckResult) => void,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  const waiting = [...checks.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, check] = next;
      const result = await runCheck(check);
      results[index] = result;
      onEnd(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

async function runCheck({ name, command, words }: Check): Promise<CheckResult> {
  const begun = performance.now();
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], env: process.env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const passed = await endedWell(child).catch((error: unknown) => {
    output += String(error);
    return false;
  });
  return { name, passed, output, seconds: (performance.now() - begun) / 1000 };
}

async function endedWell(child: ReturnType<typeof spawn>): Promise<boolean> {
  const [status] = (await once(child, 'close')) as [number | null];
  return status === 0;
}
