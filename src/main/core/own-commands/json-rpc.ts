// JSON-RPC 2.0 over the gateway's own commands: one request or a batch of them, answers and errors (sections 4 to 6). Knows
// nothing of HTTP.
import { z } from 'zod';
import { describeError, toAppError, type AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { rpcCode } from '../relay/wire/message.ts';
import type { CommandSource, OwnCommand } from './types.ts';

/** More requests than this in one batch are refused. */
export const maxBatchLength = 50;

type Id = string | number | null;

export interface RpcAnswer {
  readonly jsonrpc: '2.0';
  readonly id: Id;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export interface RpcOptions {
  readonly commands: Readonly<Record<string, OwnCommand>>;
  readonly source: CommandSource;
  /** Hears of our own mistakes. */
  readonly onInternal: (error: AppError) => void;
}

/** The answer to a body; null where none is owed. `isRequest` is false for what is no JSON-RPC at all. */
export interface Answered {
  readonly isRequest: boolean;
  readonly answer: RpcAnswer | readonly RpcAnswer[] | null;
}

/** Never rejects. */
export async function answerBody(text: string, options: RpcOptions): Promise<Answered> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return notOne(rpcCode.parseError, 'The body is not JSON.');
  }
  if (!Array.isArray(body)) {
    const answer = await answerOne(body, options);
    return { isRequest: isRequest(body), answer };
  }
  if (body.length === 0) return notOne(rpcCode.invalidRequest, 'The batch is empty.');
  if (body.length > maxBatchLength) {
    const text = `The batch has ${body.length} requests; at most ${maxBatchLength} are taken at once.`;
    return notOne(rpcCode.invalidRequest, text);
  }
  const all = await Promise.all(body.map((request) => answerOne(request, options)));
  const answers = all.filter((answer) => answer !== null);
  return { isRequest: true, answer: answers.length === 0 ? null : answers };
}

async function answerOne(request: unknown, options: RpcOptions): Promise<RpcAnswer | null> {
  if (!isRequest(request)) {
    const text = 'A request is {"jsonrpc": "2.0", "method": "…", "params": {…}, "id": 1}.';
    return failure(idOf(request) ?? null, rpcCode.invalidRequest, text);
  }
  const answer = await run(request.method, request.params, options).then(
    (result): Omit<RpcAnswer, 'id'> => ({ jsonrpc: '2.0', result }),
    (error: unknown) => errorOf(error, options),
  );
  // What has no id wants no answer, whatever happened.
  return request.id === undefined ? null : { ...answer, id: request.id };
}

async function run(method: string, given: unknown, { commands, source }: RpcOptions): Promise<unknown> {
  const command = Object.hasOwn(commands, method) ? commands[method] : undefined;
  if (command === undefined) {
    const known = Object.keys(commands).join(', ');
    throw new RpcFault(
      rpcCode.methodNotFound,
      `Method not found: ${method.slice(0, 80)}. There are ${known}.`,
    );
  }
  const params = command.params.safeParse(given ?? {});
  if (!params.success)
    throw new RpcFault(rpcCode.invalidParams, `The params are wrong. ${z.prettifyError(params.error)}`);
  return command.run(params.data, source);
}

class RpcFault extends Error {
  readonly rpcCode: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'RpcFault';
    this.rpcCode = code;
  }
}

function errorOf(thrown: unknown, { onInternal }: RpcOptions): Omit<RpcAnswer, 'id'> {
  if (thrown instanceof RpcFault) return failure(null, thrown.rpcCode, thrown.message);
  const error = toAppError(thrown);
  if (error.code === 'INTERNAL') onInternal(error);
  const { code, details } = error;
  return failure(null, codeOf(error), describeError(error), { ...details, code });
}

/** What is wrong with what was sent, our own mistakes, and what a command could not do. */
function codeOf({ code }: AppError): number {
  if (code === 'BAD_REQUEST' || code === 'REGISTRATION_INVALID') return rpcCode.invalidParams;
  return code === 'INTERNAL' ? rpcCode.internalError : -32_000;
}

interface Request {
  readonly method: string;
  readonly params?: unknown;
  readonly id?: Id;
}

function isRequest(value: unknown): value is Request {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0' || typeof value['method'] !== 'string') return false;
  return !Object.hasOwn(value, 'id') || idOf(value) !== undefined;
}

/** undefined where there is none, or it is none. */
function idOf(value: unknown): Id | undefined {
  const id = isRecord(value) ? value['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' || id === null ? id : undefined;
}

function notOne(code: number, message: string): Answered {
  return { isRequest: false, answer: failure(null, code, message) };
}

function failure(id: Id, code: number, message: string, data?: unknown): RpcAnswer {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } };
}
