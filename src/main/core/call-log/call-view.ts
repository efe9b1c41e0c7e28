// Recorded calls as people see them: parsed and masked here, when they are looked at.
import type { CallDetail, CallMessage, CallOutcome, CallsPage, CallView } from '../../../shared/activity.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Redactor } from '../../../shared/redact.ts';
import { plainText } from '../telemetry/plain-text.ts';
import { problemIn, saysToolFailed, subjectOf } from './call-texts.ts';
import type { CallLog } from './call-log.ts';
import { isRepeatable } from './repeatable.ts';
import type { RecordedCall } from './recorded-call.ts';

/** A name stands near the beginning of its request. */
const headBytes = 4096;
const longestProblem = 300;
const longestName = 200;
/** Cut off the end of what was cut, so that no beginning of a secret is left there that is not known as one. */
const cutMargin = 2048;

export class CallViews {
  private readonly log: CallLog;
  private readonly redact: Redactor;

  constructor(log: CallLog, redact: Redactor) {
    this.log = log;
    this.redact = redact;
  }

  /** The newest `limit` of those with a revision after one and before another. */
  page({
    after,
    before = Number.POSITIVE_INFINITY,
    limit,
  }: {
    after: number;
    before?: number | undefined;
    limit: number;
  }): CallsPage {
    const { log } = this;
    const found: RecordedCall[] = [];
    for (const call of log.newestFirst()) {
      if (call.revision <= after || found.length > limit) break;
      if (call.revision < before) found.push(call);
    }
    for (const call of log.underway()) if (call.revision > after && call.revision < before) found.push(call);
    found.sort((one, other) => one.revision - other.revision);
    const hasOlder = found.length > limit;
    return {
      calls: (hasOlder ? found.slice(-limit) : found).map((call) => this.view(call)),
      revision: log.revision,
      hasOlder,
      isOn: log.settings.isOn,
      capacity: log.settings.maxCalls,
      generation: log.generation,
    };
  }

  /** Throws AppError CALL_UNKNOWN for one that is not kept any more. */
  detail(id: number): CallDetail {
    const call = this.find(id);
    const request = this.requestOf(call);
    let offset = call.requestKept;
    const messages = (call.notes ?? []).map(({ afterMs, bytes, head, keptBytes }) => {
      const kept = call.start === null ? this.log.kept(call, offset, keptBytes) : head;
      offset += keptBytes;
      return { ...this.message(kept, bytes), afterMs };
    });
    return {
      ...this.view(call),
      request: this.message(request, call.requestBytes),
      answer: call.answerBytes === 0 ? null : this.message(this.answerOf(call), call.answerBytes),
      messages,
      fixed: !isRepeatable(call.method) ? 'method' : request.length < call.requestBytes ? 'cut' : null,
    };
  }

  /** Throws AppError CALL_UNKNOWN for one that is not kept any more. */
  find(id: number): RecordedCall {
    const call = this.log.find(id);
    if (call !== undefined) return call;
    throw new AppError('CALL_UNKNOWN', `Call ${id} is not kept any more.`, {
      expected: this.log.settings.isOn
        ? 'Newer calls took its place: raise logging.maxCalls or logging.maxCallBytes.'
        : 'Calls are not recorded: set logging.calls to true.',
    });
  }

  /** What is kept of the request. */
  requestOf(call: RecordedCall): Buffer {
    const running = call.start?.message.bytes;
    if (running !== undefined) return running.subarray(0, this.log.bodyBytes);
    return this.log.kept(call, 0, call.requestKept);
  }

  private view(call: RecordedCall): CallView {
    const { id, revision, at, door, target, server, method, client } = call;
    const outcome = this.outcomeOf(call);
    return {
      id,
      revision,
      at,
      client: this.name(client?.clientInfo.name ?? ''),
      clientVersion: this.name(client?.clientInfo.version ?? ''),
      door,
      target,
      server,
      protocolVersion: client?.protocolVersion ?? '',
      method: this.name(method),
      subject: this.subjectOf(call),
      outcome,
      problem: this.problemOf(call, outcome),
      ms: call.end === null ? null : call.ms,
      requestBytes: call.requestBytes,
      answerBytes: call.answerBytes,
      notifications: call.noteCount,
    };
  }

  private subjectOf(call: RecordedCall): string | null {
    const head =
      call.start === null
        ? this.log.kept(call, 0, Math.min(call.requestKept, headBytes))
        : call.start.message.bytes.subarray(0, headBytes);
    const subject = subjectOf(head, call.paramsAt);
    return subject === null ? null : this.name(subject);
  }

  private outcomeOf(call: RecordedCall): CallOutcome {
    const { end, method } = call;
    if (end === null) return 'running';
    if (end !== 'answered' || (method !== 'tools/call' && method !== 'tasks/result')) return end;
    call.toolFailed ??= saysToolFailed(this.answerOf(call), call.answerKept < call.answerBytes);
    return call.toolFailed ? 'tool-failed' : 'answered';
  }

  private problemOf(call: RecordedCall, outcome: CallOutcome): string | null {
    if (outcome !== 'failed' && outcome !== 'tool-failed') return null;
    const problem = problemIn(this.answerOf(call));
    if (problem === null) return null;
    const shown = plainText(this.redact(problem.slice(0, longestProblem + cutMargin)));
    return shown.length > longestProblem ? `${shown.slice(0, longestProblem)}…` : shown;
  }

  private answerOf(call: RecordedCall): Buffer {
    const notes = (call.notes ?? []).reduce((sum, { keptBytes }) => sum + keptBytes, 0);
    return this.log.kept(call, call.requestKept + notes, call.answerKept);
  }

  private message(kept: Buffer, bytes: number): CallMessage {
    const isCut = kept.length < bytes;
    const text = this.redact(kept.toString());
    return { text: isCut ? text.slice(0, Math.max(0, text.length - cutMargin)) : text, bytes, isCut };
  }

  private name(text: string): string {
    const shown = plainText(this.redact(text.slice(0, longestName + cutMargin)));
    return shown.length > longestName ? `${shown.slice(0, longestName)}…` : shown;
  }
}
