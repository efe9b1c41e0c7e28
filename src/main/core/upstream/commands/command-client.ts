// JSON-RPC calls to one command server over HTTP. Knows methods and answers, nothing of tools and sessions.
import { AppError } from '../../../../shared/errors.ts';
import type { Clock } from '../../ports.ts';
import type { HttpTransport } from '../http/transport.ts';
import { readAnswer, type CommandAnswer } from './command-answer.ts';
import { readHelp, withDetails, type Command, type Help } from './help.ts';

/** Commands that are asked about at the same time. */
const detailsAtOnce = 8;

const noSession = { sessionId: null, protocolVersion: null };

export class CommandClient {
  private readonly transport: HttpTransport;
  /** Epoch milliseconds. */
  lastSeenAt: number | null = null;
  private readonly clock: Clock;
  private lastId = 0;

  constructor(transport: HttpTransport, clock: Clock) {
    this.transport = transport;
    this.clock = clock;
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
    if (answer !== null && (response.statusCode < 400 || answer.id === id)) return answer;
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
    const found = [...commands];
    const waiting = found
      .map((command, index) => ({ command, index }))
      .filter(({ command }) => command.schema === null);
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        found[next.index] = await this.details(next.command, signal);
      }
    };
    await Promise.all(Array.from({ length: detailsAtOnce }, work));
    return found;
  }

  private async details(command: Command, signal: AbortSignal): Promise<Command> {
    const answer = await this.call('help', JSON.stringify({ cmdname: command.name }), signal);
    // A command that cannot be described can still be called.
    return answer.kind === 'result' ? withDetails(command, answer.value) : command;
  }
}
