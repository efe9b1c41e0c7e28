// What recorded messages say, read when somebody looks: the tool's name, whether it failed, the words of an error. Reads
// beginnings of messages as well as whole ones.
import { isRecord } from '../../../shared/is-record.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';
import { eachMember, ScanError, type Span } from '../relay/wire/scan.ts';
import { textAt } from '../relay/wire/message.ts';

const isErrorKey = Buffer.from('"isError"');
const saysSo = /"isError"\s*:\s*true/;

/** The tool, prompt or resource that a request names; null where what is there of it does not tell. */
export function subjectOf(request: Buffer, paramsAt: number): string | null {
  if (paramsAt < 0 || paramsAt >= request.length) return null;
  const found = membersAt(request, paramsAt, ['name', 'uri', 'ref', 'taskId']);
  const named = textAt(request, found.get('name')) ?? textAt(request, found.get('uri'));
  if (named !== undefined) return named;
  const ref = found.get('ref');
  if (ref === undefined) return textAt(request, found.get('taskId')) ?? null;
  const inside = membersAt(request, ref.start, ['name', 'uri']);
  return textAt(request, inside.get('name')) ?? textAt(request, inside.get('uri')) ?? null;
}

/** Whether a tool's answer is a result with `isError` (MCP server/tools, error handling). */
export function saysToolFailed(answer: Buffer, isCut: boolean): boolean {
  if (!answer.includes(isErrorKey)) return false;
  const text = answer.toString();
  // Of a cut one the end is missing, where this stands as a rule: what is found is believed.
  if (isCut) return saysSo.test(text);
  const message = parsedJson(text);
  const result = isRecord(message) ? message['result'] : null;
  return isRecord(result) && result['isError'] === true;
}

/** The words of an error answer, or of a tool's result that is one; null where there are none. */
export function problemIn(answer: Buffer): string | null {
  const message = parsedJson(answer.toString());
  if (!isRecord(message)) return null;
  const { error, result } = message;
  if (isRecord(error) && typeof error['message'] === 'string') return error['message'];
  const content: unknown = isRecord(result) ? result['content'] : null;
  const texts = (Array.isArray(content) ? content : []).filter(isRecord).map(({ text }) => text);
  return texts.find((text) => typeof text === 'string') ?? null;
}

/** The whole members of an object that may end too early. */
function membersAt(bytes: Buffer, at: number, names: readonly string[]): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  try {
    eachMember(bytes, at, (key, span) => {
      if (names.includes(key)) found.set(key, span);
    });
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
  }
  return found;
}
