// The gateway under test: the command line's `serve` from source, as a process of its own, which can be killed and started
// again on the same port and data folder.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { compileCache } from '../../support/compile-cache.ts';
import { within } from './deadline.ts';
import type { Place } from './place.ts';
import type { ProbeAnswers, ProbeReport } from './probe.ts';

const cliFile = resolve(import.meta.dirname, '../../../src/main/cli.ts');
const probeFile = resolve(import.meta.dirname, 'probe.ts');
const readyWithinMs = 30_000;
const stopWithinMs = 20_000;
const keptOutput = 20_000;

export interface GatewayEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It was told to. */
  readonly isWanted: boolean;
}

export class GatewayProcess {
  readonly url: string;
  /** All ends so far, oldest first. */
  readonly ends: GatewayEnd[] = [];
  /** What it said of mistakes of its own. */
  readonly mistakes: string[] = [];
  /** Its last words on the error output. */
  said = '';
  private readonly place: Place;
  private readonly words: readonly string[];
  private child: ChildProcess | null = null;
  private isEnding = false;

  /** `words`: more words of its command line. */
  constructor(place: Place, words: readonly string[] = ['--no-console']) {
    this.place = place;
    this.words = words;
    this.url = `http://127.0.0.1:${place.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child !== null && !this.isEnding;
  }

  /** Resolves when it is ready; rejects when it does not become so in time. */
  async start(): Promise<void> {
    const words = [
      '--expose-gc',
      '--import',
      probeFile,
      cliFile,
      'serve',
      '--port',
      String(this.place.port),
      '--auth',
      'none',
      ...this.words,
    ];
    const child = spawn(process.execPath, words, {
      env: {
        PATH: process.env['PATH'],
        HOME: this.place.folder,
        NODE_COMPILE_CACHE: compileCache,
        ...this.place.env,
        PATCHBAY_DATA_DIR: this.place.dataDir,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    this.isEnding = false;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.hear(text));
    child.once('exit', (status, signal) => {
      this.ends.push({ status, signal, isWanted: this.isEnding });
      if (this.child === child) this.child = null;
    });
    await within('The start of the gateway', readyWithinMs, this.ready(child));
  }

  /** Ends it as `signal` does; resolves when it is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === null) return;
    this.isEnding = true;
    const gone = once(child, 'exit');
    child.kill(signal);
    await within(`The end of the gateway by ${signal}`, stopWithinMs, gone);
  }

  /** What the process holds. */
  probe(): Promise<ProbeReport> {
    return this.ask('probe');
  }

  /** The same in another respect; one question at a time. */
  async ask<Name extends keyof ProbeAnswers>(name: Name): Promise<ProbeAnswers[Name]> {
    const { child } = this;
    if (child === null) throw new Error('The gateway does not run.');
    const answer = once(child, 'message');
    child.send(name);
    const [report] = (await within('A look into the gateway', 20_000, answer)) as [ProbeAnswers[Name]];
    return report;
  }

  private ready(child: ChildProcess): Promise<void> {
    return new Promise((done, failed) => {
      let text = '';
      child.stdout?.setEncoding('utf8').on('data', (part: string) => {
        text = `${text}${part}`.slice(-keptOutput);
        if (/^Patchbay ready on /m.test(text)) done();
      });
      child.once('exit', (status, signal) =>
        failed(new Error(`The gateway ended (${status ?? signal}) before it was ready: ${this.said}`)),
      );
    });
  }

  private hear(text: string): void {
    this.said = `${this.said}${text}`.slice(-keptOutput);
    if (/mistake of Patchbay|INTERNAL|Unhandled|FATAL ERROR|MaxListeners/.test(text))
      this.mistakes.push(text.trim());
  }
}
