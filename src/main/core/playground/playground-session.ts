// One page's playground: its ways to servers, what is under way, what servers ask, and what the page has not read yet. Each
// of them is bounded; whose the page is, and how long it lasts, is playgrounds.ts's business.
import { AppError } from '../../../shared/errors.ts';
import type { PlaygroundEntry, PlaygroundHappening, PlaygroundOutcome } from '../../../shared/playground.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import type { ClientInfo, Link, Peer } from '../relay/types.ts';
import { EntryQueue } from './entry-queue.ts';
import {
  PlaygroundLink,
  type AskedQuestion,
  type PersonsAnswer,
  type PlaygroundRequest,
} from './playground-link.ts';

export const maxServers = 16;
export const maxRequests = 16;
export const maxQuestions = 16;
/** Of answers and questions that wait to be read. */
export const maxUnreadBytes = 33_554_432;
const maxQuestionBytes = 1_048_576;

export interface PlaygroundSessionOptions {
  readonly id: string;
  readonly client: ClientInfo;
  readonly bounds: Bounds;
  readonly clock: Clock;
  readonly connect: (server: string, peer: Peer) => Link;
  /** There is something to read; told once until it is read. */
  readonly onNews: (seq: number) => void;
}

interface OpenQuestion {
  readonly asked: AskedQuestion;
  readonly server: string;
}

export class PlaygroundSession {
  private readonly options: PlaygroundSessionOptions;
  private readonly links = new Map<string, PlaygroundLink>();
  /** Which server has each request that is under way. */
  private readonly requests = new Map<number, string>();
  private readonly questions = new Map<number, OpenQuestion>();
  private readonly entries: EntryQueue;
  private lastRequest = 0;
  private lastQuestion = 0;
  private hasTold = false;

  constructor(options: PlaygroundSessionOptions) {
    this.options = options;
    this.entries = new EntryQueue(() => options.clock.now());
  }

  /** The number of the request. Throws AppError LIMIT_REACHED. */
  send(server: string, method: string, params: PlaygroundRequest['params']): number {
    if (this.requests.size >= maxRequests) throw tooMany('requests under way', maxRequests);
    const link = this.linkTo(server);
    const { clock } = this.options;
    const id = ++this.lastRequest;
    const begunMs = clock.monotonic();
    this.requests.set(id, server);
    link.request({
      id,
      method,
      params,
      onEnd: (outcome, bytes) => {
        this.requests.delete(id);
        this.withdrawWhere(({ asked }) => asked.request === id, 'The request ended.');
        const durationMs = clock.monotonic() - begunMs;
        const fits = this.entries.unreadBytes + bytes <= maxUnreadBytes;
        const told = fits ? outcome : tooLarge(bytes);
        this.tell({ kind: 'ended', request: id, outcome: told, durationMs }, fits ? bytes : 0);
      },
    });
    return id;
  }

  /** Whether it was still under way. */
  cancel(request: number): boolean {
    const server = this.requests.get(request);
    return server !== undefined && this.links.get(server)?.cancel(request) === true;
  }

  /** Whether the server still waited for it. */
  answer(question: number, answer: PersonsAnswer): boolean {
    const open = this.questions.get(question);
    this.questions.delete(question);
    open?.asked.give(answer);
    return open !== undefined;
  }

  read(after: number): readonly PlaygroundEntry[] {
    this.hasTold = false;
    return this.entries.read(after);
  }

  /** Questions are refused, what is under way is given up. */
  close(): void {
    for (const { asked } of this.questions.values()) asked.give(null);
    this.questions.clear();
    this.requests.clear();
    for (const link of this.links.values()) link.close();
    this.links.clear();
  }

  private linkTo(server: string): PlaygroundLink {
    const known = this.links.get(server);
    if (known !== undefined) return known;
    if (this.links.size >= maxServers) this.letGo();
    const { client, bounds, connect } = this.options;
    const link = new PlaygroundLink({
      server,
      client,
      bounds,
      connect: (peer) => connect(server, peer),
      tell: (happening, bytes) => this.tell(happening, bytes),
      ask: (asked) => this.put(server, asked),
      withdraw: (id, reason) =>
        this.withdrawWhere((open) => open.server === server && open.asked.id === id, reason),
    });
    this.links.set(server, link);
    return link;
  }

  /** Of the servers that nothing is under way at, the one that was opened first. */
  private letGo(): void {
    const busy = new Set(this.requests.values());
    const idle = [...this.links].find(([name]) => !busy.has(name));
    if (idle === undefined) throw tooMany('servers at once', maxServers);
    const [name, link] = idle;
    this.links.delete(name);
    link.close();
    this.withdrawWhere(({ server }) => server === name, 'The connection was closed.');
  }

  private put(server: string, asked: AskedQuestion): void {
    const { request, method, params, bytes } = asked;
    const fits = bytes <= maxQuestionBytes && this.entries.unreadBytes + bytes <= maxUnreadBytes;
    if (!fits || this.questions.size >= maxQuestions) {
      asked.give(null);
      return;
    }
    const question = ++this.lastQuestion;
    this.questions.set(question, { asked, server });
    this.tell({ kind: 'question', question, server, request, method, params }, bytes);
  }

  private withdrawWhere(isMeant: (open: OpenQuestion) => boolean, reason: string): void {
    for (const [question, open] of this.questions) {
      if (!isMeant(open)) continue;
      this.questions.delete(question);
      open.asked.give(null);
      if (this.entries.withdraw(question, reason.slice(0, 1000))) this.news();
    }
  }

  private tell(happening: PlaygroundHappening, bytes: number): void {
    this.entries.add(happening, bytes);
    this.news();
  }

  private news(): void {
    if (this.hasTold) return;
    this.hasTold = true;
    this.options.onNews(this.entries.seq);
  }
}

function tooMany(what: string, limit: number): AppError {
  return new AppError('LIMIT_REACHED', `The playground takes no more than ${limit} ${what}.`, {
    expected: 'Wait until one has ended, or cancel it.',
  });
}

function tooLarge(bytes: number): PlaygroundOutcome {
  const mebibytes = Math.ceil(bytes / 1_048_576);
  const message = `The answer has ${mebibytes} MiB, which is more than the playground shows at once (${maxUnreadBytes / 1_048_576} MiB).`;
  return { kind: 'error', error: { code: -32_000, message, data: { code: 'MESSAGE_TOO_LARGE' } } };
}
