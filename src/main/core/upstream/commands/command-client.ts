// JSON-RPC calls to one command server over HTTP. Knows methods and answers, nothing of tools and sessions.
import { AppError } from '../../../../shared/errors.ts';
import type { Clock } from '../../ports.ts';
import { noSession, type HttpTransport } from '../http/transport.ts';
import { batchUrlOf, callTogether } from './command-batch.ts';
import { readAnswer, type CommandAnswer } from './command-answer.ts';
import { readHelp, withDetails, type Command, type Help } from './help.ts';

/** Commands that are asked about at the same time. */
const detailsAtOnce = 8;

export class CommandClient {
  private readonly transport: HttpTransport;
  /** Null where it takes no batches. */
  private batches: HttpTransport | null;
  /** Epoch milliseconds. */
  lastSeenAt: number | null = null;
  private readonly clock: Clock;
  private lastId = 0;

  constructor(transport: HttpTransport, clock: Clock) {
    this.transport = transport;
    this.clock = clock;
    const url = batchUrlOf(transport.url);
    this.batches = url === null ? null : transport.at(url);
  }

  /** `params`: printed JSON. Rejects with AppError when there is no JSON-RPC answer. */
  async call(method: string, params: string, signal: AbortSignal): Promise<CommandAnswer> {
    const id = String(++this.lastId);
    const request = Buffer.from(
      `{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":${params},"id":${id}}`,
    );
    const response = await this.transport.post(request, noSession, signal);
    const body = await this.transport.readBody(response);
    this.lastSeenAt = this.clock.now();
    const answer = readAnswer(body);
    // With an HTTP error only what names our request; anything else is of whoever listens there now.
    const isOwn = answer?.id === id && !this.transport.wantsPause(response.statusCode);
    if (answer !== null && (response.statusCode < 400 || isOwn)) return answer;
    if (response.statusCode >= 400)
      throw this.transport.statusError(response.statusCode, body.toString('utf8'));
    throw new AppError('UPSTREAM_ERROR', `"${this.transport.name}" gave no JSON-RPC answer to ${method}.`, {
      details: { server: this.transport.name },
    });
  }

  /** What it is and all its commands. Rejects with AppError, also when it is no command server. */
  async help(signal: AbortSignal): Promise<Help> {
    const answer = await this.call('help', '{}', signal);
    const help = answer.kind === 'result' ? readHelp(answer.value) : null;
    if (help === null) {
      const reason = answer.kind === 'error' ? `: ${answer.message}` : ', but not with commands';
      throw new AppError('UPSTREAM_ERROR', `"${this.transport.name}" answered help${reason}.`, {
        details: { server: this.transport.name },
      });
    }
    return { ...help, commands: await this.detailed(help.commands, signal) };
  }

  /** Old servers tell the parameters of a command only when asked for it alone. */
  private async detailed(commands: readonly Command[], signal: AbortSignal): Promise<readonly Command[]> {
    const vague = commands.filter(({ schema }) => schema === null);
    const told = (await this.detailsTogether(vague, signal)) ?? (await this.detailsOneByOne(vague, signal));
    const byName = new Map(told.map((command) => [command.name, command]));
    return commands.map((command) => byName.get(command.name) ?? command);
  }

  /** In one request; null where it takes no batches, which is remembered, or one would not help. */
  private async detailsTogether(
    commands: readonly Command[],
    signal: AbortSignal,
  ): Promise<readonly Command[] | null> {
    if (this.batches === null || commands.length < 2) return null;
    const calls = commands.map(({ name }) => ({ method: 'help', params: { cmdname: name } }));
    const results = await callTogether(this.batches, calls, signal);
    if (results === null) this.batches = null;
    return results && commands.map((command, index) => withDetails(command, results[index]));
  }

  private async detailsOneByOne(
    commands: readonly Command[],
    signal: AbortSignal,
  ): Promise<readonly Command[]> {
    const waiting = [...commands];
    const told: Command[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        told.push(await this.details(next, signal));
      }
    };
    await Promise.all(Array.from({ length: detailsAtOnce }, work));
    return told;
  }

  private async details(command: Command, signal: AbortSignal): Promise<Command> {
    const answer = await this.call('help', JSON.stringify({ cmdname: command.name }), signal);
    // A command that cannot be described can still be called.
    return answer.kind === 'result' ? withDetails(command, answer.value) : command;
  }
}
