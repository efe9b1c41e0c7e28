// Kills a gateway at random moments under a stream of requests, and compares what it acknowledged with what is there
// after each restart. Knows no test runner.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, 'registry-program.ts');
const streams = 6;
/** So that the file does not grow without end, streams with so many servers begin to unregister. */
const manyServers = 20;

/** What the requests have been told. In neither set: the answer never came, so either is right. */
interface Told {
  /** Keys by URL. */
  readonly present: Map<string, string>;
  readonly gone: Set<string>;
  readonly sessions: Set<string>;
}

export interface KillsOutcome {
  readonly rounds: number;
  /** Answers of 200 over all rounds. */
  readonly answers: number;
  /** What was not as it had been acknowledged, in words. */
  readonly faults: readonly string[];
}

export interface KillsOptions {
  readonly dataDir: string;
  readonly rounds: number;
  /** A number from 0 to 1, as Math.random gives. */
  readonly random: () => number;
  readonly onRound?: (round: number, answers: number) => void;
}

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<unknown>;
  /** What it said on its error output. */
  readonly said: string[];
}

type Reply = Record<string, unknown>;

/** Each round: start, compare, stream requests, SIGKILL after up to half a second. */
export async function killAgainAndAgain(options: KillsOptions): Promise<KillsOutcome> {
  const { dataDir, rounds, random } = options;
  const told: Told = { present: new Map(), gone: new Set(), sessions: new Set() };
  const faults: string[] = [];
  let answers = 0;
  for (let round = 0; round <= rounds; round++) {
    const running = await start(dataDir);
    faults.push(...(await compare(running.url, told)).map((fault) => `Round ${round}: ${fault}`));
    if (round < rounds) {
      const requests = Array.from({ length: streams }, (_, stream) =>
        ask(running.url, told, `${round}-${stream}`, random),
      );
      setTimeout(() => running.child.kill('SIGKILL'), random() * 500);
      for (const count of await Promise.all(requests)) answers += count;
    } else running.child.kill('SIGKILL');
    await running.ended;
    faults.push(...running.said.map((text) => `Round ${round}: it said: ${text}`));
    JSON.parse(await readFile(join(dataDir, 'registry.json'), 'utf8').catch(() => '{}'));
    options.onRound?.(round, answers);
  }
  return { rounds, answers, faults };
}

async function start(dataDir: string): Promise<Running> {
  const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const lines = createInterface({ input: child.stdout });
  const [url] = (await Promise.race([
    once(lines, 'line'),
    ended.then(() => Promise.reject(new Error(`It ended at once: ${said.join('\n')}`))),
  ])) as [string];
  return { child, url, ended, said };
}

/** One stream of requests, until the registry is gone; how many were answered. */
async function ask(url: string, told: Told, name: string, random: () => number): Promise<number> {
  const own: string[] = [];
  let count = 0;
  const post = async (path: string, body: unknown): Promise<Reply | null> => {
    try {
      const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
      const reply = (await response.json()) as Reply;
      if (response.status !== 200) throw new Error(`${path} was answered with ${JSON.stringify(reply)}`);
      count += 1;
      return reply;
    } catch (error) {
      if (error instanceof Error && error.message.includes('was answered with')) throw error;
      return null;
    }
  };
  for (let number = 0; ; number++) {
    const choice = random();
    const fresh = `http://127.0.0.1:8000/${name}/${number}`;
    const server = { server_id: `s${number % 5}`, server_url: fresh, metadata: { name } };
    let reply: Reply | null;
    if (own.length > 0 && (choice < 0.2 || own.length > manyServers)) {
      const gone = own.shift() ?? '';
      const key = told.present.get(gone);
      told.present.delete(gone);
      reply = await post('/unregister', { server_key: key });
      if (reply !== null) told.gone.add(gone);
    } else if (choice < 0.3) {
      reply = await post('/register', { client_info: { name } });
      if (reply !== null) told.sessions.add(String(reply['session_id']));
    } else if (own.length > 0 && choice < 0.5) {
      const known = own[Math.trunc(random() * own.length)] ?? '';
      const id = told.present.get(known)?.replace(/_\d+$/, '');
      reply = await post('/proxy/heartbeat', { server_id: id, server_url: known });
    } else {
      reply = await post(choice < 0.6 ? '/proxy/heartbeat' : '/register', server);
      if (reply !== null) {
        told.present.set(fresh, String(reply['server_key']));
        own.push(fresh);
      }
    }
    if (reply === null) return count;
  }
}

async function compare(url: string, told: Told): Promise<string[]> {
  const reply = (await (await fetch(`${url}/registrations`)).json()) as Reply;
  const servers = reply['servers'] as { server_key: string; server_url: string }[];
  const byUrl = new Map(servers.map((server) => [server.server_url, server.server_key]));
  const faults: string[] = [];
  if (byUrl.size !== servers.length) faults.push('A URL is there twice.');
  if (new Set(byUrl.values()).size !== servers.length) faults.push('A key is there twice.');
  for (const [at, key] of told.present) {
    if (byUrl.get(at) !== key) faults.push(`${key} at ${at} is ${byUrl.get(at) ?? 'not there'}.`);
  }
  for (const at of told.gone) if (byUrl.has(at)) faults.push(`${at} was unregistered, and is there.`);
  const sessions = new Set(reply['sessions'] as string[]);
  for (const id of told.sessions) if (!sessions.has(id)) faults.push(`The session ${id} is not there.`);
  return faults;
}
