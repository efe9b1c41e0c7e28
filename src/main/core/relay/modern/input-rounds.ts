// The two halves of a round trip to a modern client: the result that asks it, and the answers that it brings with the
// repetition (MCP basic/patterns/mrtr). Bytes of questions and answers stay as they came.
import { isRecord } from '../../../../shared/is-record.ts';
import { requestMessage, resultFromText, type RpcError } from '../wire/edit.ts';
import {
  parseAt,
  pickMembers,
  rpcCode,
  MessageError,
  scanMessage,
  textAt,
  type Message,
} from '../wire/message.ts';
import { eachMember } from '../wire/scan.ts';
import { serverInfoKey } from './decorate.ts';
import { braced } from './members.ts';
import { modernCode } from './rpc-codes.ts';

/** Requests that may end in questions to the client (basic/patterns/mrtr, supported requests). */
export const mayRequireInput: ReadonlySet<string> = new Set(['tools/call', 'prompts/get', 'resources/read']);

/** The answer that asks: `questions` by the key under which their answers are expected. */
export function inputRequired(
  id: string,
  questions: ReadonlyMap<string, Message>,
  requestState: string,
  serverInfo: string | null,
): Buffer {
  const requests = new Map([...questions].map(([key, question]) => [key, asInputRequest(question)]));
  const members = new Map<string, string | Buffer>([
    ['resultType', '"input_required"'],
    ['inputRequests', braced(requests)],
    ['requestState', JSON.stringify(requestState)],
  ]);
  if (serverInfo !== null) members.set('_meta', braced(new Map([[serverInfoKey, serverInfo]])));
  return resultFromText(id, braced(members));
}

/**
 * What a repeated request brings. Null where it is none: answers without the state of a call are for nothing that is known,
 * and are left out of what the server gets. Throws MessageError -32602 when the parts do not fit.
 */
export function readRepetition({
  bytes,
  body,
}: Message): { requestState: string; responses: ReadonlyMap<string, Buffer> } | null {
  const { requestState, inputResponses } = pickMembers(bytes, body, ['requestState', 'inputResponses']);
  if (requestState === undefined) return null;
  const state = textAt(bytes, requestState);
  if (state === undefined) throw invalid('"requestState" must be the string that the earlier answer gave.');
  const responses = new Map<string, Buffer>();
  if (inputResponses !== undefined) {
    if (bytes[inputResponses.start] !== 0x7b) throw invalid('"inputResponses" must be an object.');
    eachMember(bytes, inputResponses.start, (key, value) => {
      if (bytes[value.start] !== 0x7b)
        throw invalid(`The response ${JSON.stringify(key)} must be an object.`);
      responses.set(key, bytes.subarray(value.start, value.end));
    });
  }
  return { requestState: state, responses };
}

/** A client's response as the legacy answer to the question with this id (as written). */
export function asLegacyAnswer(id: string, response: Buffer): Message {
  return scanMessage(resultFromText(id, response));
}

/** The error for a question that needs a capability, such as "elicitation.url", which the client has not declared. */
export function missingCapability(needed: string): RpcError {
  const [name = '', part] = needed.split('.');
  return {
    code: modernCode.missingCapability,
    message: `The server needs a client that supports ${needed}, which this request does not declare.`,
    data: { requiredCapabilities: { [name]: part === undefined ? {} : { [part]: {} } } },
  };
}

/** The URLs that a server of 2025-11-25 wants visited before it can answer; null for any other answer. */
export function requiredVisits(answer: Message): readonly Message[] | null {
  if (answer.kind !== 'error') return null;
  const error = parseAt(answer.bytes, answer.body);
  if (!isRecord(error) || error['code'] !== -32_042 || !isRecord(error['data'])) return null;
  const { elicitations } = error['data'];
  if (!Array.isArray(elicitations) || elicitations.length === 0) return null;
  return elicitations
    .filter(isRecord)
    .map((params, index) => scanMessage(requestMessage(String(index), 'elicitation/create', params)));
}

function asInputRequest({ bytes, method, body }: Message): Buffer {
  const members = new Map<string, string | Buffer>([['method', JSON.stringify(method)]]);
  if (body !== null) members.set('params', bytes.subarray(body.start, body.end));
  return braced(members);
}

function invalid(message: string): MessageError {
  return new MessageError(rpcCode.invalidParams, message);
}
