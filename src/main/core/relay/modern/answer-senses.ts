// What single answers between a legacy server and a modern client mean, and the one that is given in a client's stead.
import { errorMessage } from '../wire/edit.ts';
import { parseAt, pickMembers, rpcCode, scanMessage, type Message } from '../wire/message.ts';
import type { Question } from './legacy-peer.ts';

/** Why a question is not put to anybody any more. */
export const requestOver = 'The request that this arose from is over.';

/** The answer to a question that nobody is asked. */
export function refusal({ id }: Question, message: string): Message {
  return scanMessage(errorMessage(id, { code: rpcCode.methodNotFound, message }));
}

/** An error, or a tool's result that is one. */
export function hasFailed({ kind, bytes, body }: Message): boolean {
  return kind === 'error' || parseAt(bytes, pickMembers(bytes, body, ['isError']).isError) === true;
}

/** Whether a person agreed to what was asked. */
export function isAccepted({ bytes, body }: Message): boolean {
  return parseAt(bytes, pickMembers(bytes, body, ['action']).action) === 'accept';
}
