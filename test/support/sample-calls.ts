// Recorded calls for tests of the page, and a gateway's answers about them.
import type { CallDetail, CallOutcome, CallView } from '../../src/shared/activity.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { Script } from './contract-server.ts';

export function sampleCall(id: number, patch: Partial<CallView> = {}): CallView {
  return {
    id,
    revision: id,
    at: 1_700_000_000_000 + id * 731,
    client: 'claude-code',
    clientVersion: '2.1.4',
    door: 'http',
    target: null,
    server: 'files',
    protocolVersion: '2025-11-25',
    method: 'tools/call',
    subject: 'read_file',
    outcome: 'answered',
    problem: null,
    ms: 12.4,
    requestBytes: 120,
    answerBytes: 3400,
    notifications: 0,
    ...patch,
  };
}

const methods = ['tools/call', 'resources/read', 'tools/list', 'tools/call', 'initialize'] as const;

/** Of every kind, some with long names. */
export function mixedCalls(count: number): readonly CallView[] {
  return Array.from({ length: count }, (_, index) => {
    const method = methods[index % methods.length] ?? 'ping';
    const outcome = outcomeOf(index, index === count - 1);
    return sampleCall(index + 1, {
      method,
      outcome,
      client: ['claude-code', 'cursor', 'a-client-with-a-very-long-name'][index % 3] ?? '',
      server: method === 'initialize' ? null : (['files', 'github', 'a'.repeat(64)][index % 3] ?? null),
      subject: subjectOf(method),
      problem:
        outcome === 'failed' ? 'Unknown tool: nothing_here' : outcome === 'tool-failed' ? 'ENOENT' : null,
      ms: outcome === 'running' ? null : ([0.8, 12.4, 340, 3100, 65_000][index % 5] ?? 1),
      answerBytes: outcome === 'running' ? 0 : index * 531,
      notifications: index % 4 === 0 ? 2 : 0,
    });
  });
}

function outcomeOf(index: number, isLast: boolean): CallOutcome {
  if (isLast) return 'running';
  if (index % 13 === 5) return 'failed';
  if (index % 17 === 3) return 'tool-failed';
  return index % 29 === 7 ? 'cancelled' : 'answered';
}

function subjectOf(method: string): string | null {
  if (method === 'tools/call') return 'read_file';
  return method === 'resources/read' ? 'file:///home/anna/notes/todo.md' : null;
}

export function detailOf(call: CallView): CallDetail {
  const params = { name: call.subject, arguments: { path: '/home/anna/notes', token: '[redacted]' } };
  const text = JSON.stringify({ jsonrpc: '2.0', id: 4, method: call.method, params });
  const progress = (step: number) => ({
    text: `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":${step}}}`,
    bytes: 70,
    isCut: false,
    afterMs: step * 33,
  });
  return {
    ...call,
    request: { text, bytes: call.requestBytes, isCut: false },
    answer:
      call.ms === null
        ? null
        : { text: '{"jsonrpc":"2.0","id":4,"result":{"content":[{"ty', bytes: call.answerBytes, isCut: true },
    messages: call.notifications > 0 ? [progress(1), progress(2)] : [],
    fixed: call.method === 'initialize' ? 'method' : null,
  };
}

export interface RecordedCalls {
  calls: readonly CallView[];
  isOn: boolean;
  generation: number;
}

/** A gateway's answers, from what `recorded` holds at the moment. */
export function callsScript(recorded: RecordedCalls): Script {
  return {
    readCalls: ({ after, before = Number.POSITIVE_INFINITY, limit }) => {
      const fitting = recorded.calls
        .filter(({ revision }) => revision > after && revision < before)
        .toSorted((one, other) => one.revision - other.revision);
      return {
        calls: fitting.slice(-limit),
        revision: Math.max(0, ...recorded.calls.slice(-2000).map(({ revision }) => revision)),
        hasOlder: fitting.length > limit,
        isOn: recorded.isOn,
        capacity: 100_000,
        generation: recorded.generation,
      };
    },
    readCall: ({ id }) => {
      const call = recorded.calls.find((one) => one.id === id);
      if (call === undefined) throw new AppError('CALL_UNKNOWN', `Call ${id} is not kept any more.`);
      return detailOf(call);
    },
  };
}
