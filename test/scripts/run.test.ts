import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const module = path.join(import.meta.dirname, '../../scripts/start/run.ts');

/** A program that runs the code in its foreground, as `npm start` does with the gateway. */
function foregroundCode(code: string): string {
  return `
    import { runInForeground } from ${JSON.stringify(module)};
    process.exitCode = await runInForeground(process.execPath, ['-e', ${JSON.stringify(code)}], process.env);
  `;
}

function inForeground(code: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', foregroundCode(code)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close').then(([status]) => status as number | null);
  return { child, ended };
}

describe('a program in the foreground', () => {
  it('gives its exit status', async () => {
    expect(await inForeground('process.exit(7)').ended).toBe(7);
  });

  it('that a signal ended gives the status that shells give', async () => {
    expect(await inForeground("process.kill(process.pid, 'SIGKILL')").ended).toBe(137);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('gets %s and may end in its own way', async (signal) => {
    const { child, ended } = inForeground(`
      process.on('${signal}', () => process.exit(9));
      setInterval(() => {}, 1000);
      console.log('up');
    `);
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await ended).toBe(9);
  });

  it('ends with the shell that npm puts between, which passes no signal on', async () => {
    const code = foregroundCode(`
      process.on('SIGTERM', () => { console.log('ended'); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log('up');
    `);
    // The command after it keeps the shell from becoming our program.
    const script = '"$0" --input-type=module -e "$1"; true';
    const shell = spawn('sh', ['-c', script, process.execPath, code], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    let said = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(shell.stdout, 'data');
    shell.kill('SIGKILL');
    // It ends when the last process that holds it does.
    await once(shell.stdout, 'end');
    expect(said).toBe('up\nended\n');
  });
});
