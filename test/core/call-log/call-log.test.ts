import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallLog, type CallLogSettings } from '../../../src/main/core/call-log/call-log.ts';
import { CallViews } from '../../../src/main/core/call-log/call-view.ts';
import type { RecordedCall } from '../../../src/main/core/call-log/recorded-call.ts';
import { scanMessage } from '../../../src/main/core/relay/wire/message.ts';
import { createRedactor } from '../../../src/shared/redact.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const mebibyte = 1_048_576;
const usual: CallLogSettings = { isOn: true, maxCalls: 100, maxBytes: 4 * mebibyte, maxBodyBytes: 8192 };
const client = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'claude', version: '2.0' },
};

function stage(settings: Partial<CallLogSettings> = {}) {
  const clock = fakeClock();
  const log = new CallLog(clock, { ...usual, ...settings });
  const views = new CallViews(log, createRedactor(['v3ry-secret-value']));
  const begin = (params: unknown, method = 'tools/call'): RecordedCall | null => {
    const message = scanMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })));
    return log.begin({ message, caller: { client }, door: 'http', target: null }, clock.monotonic());
  };
  const call = (params: unknown, answer: unknown = {}, method?: string): void => {
    const recorded = begin(params, method);
    recorded?.goesTo('files');
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, ...(answer as object) }));
    recorded?.finish('error' in (answer as object) ? 'failed' : 'answered', body, 12);
  };
  const all = () => views.page({ after: 0, limit: 5000 }).calls;
  return { clock, log, views, begin, call, all };
}

const tool = (name: string, args: unknown = {}) => ({ name, arguments: args });

describe('the record of calls', () => {
  it('shows who called what where, how long it took, how large it was and how it ended', () => {
    const { call, all, clock } = stage();
    const answer = { result: { content: [] } };
    call(tool('read'), answer);
    call(tool('write'), { result: { content: [{ type: 'text', text: 'disk full' }], isError: true } });
    call(tool('nothing'), { error: { code: -32_602, message: 'Unknown tool' } });
    call({ uri: 'file:///a' }, answer, 'resources/read');
    expect(all()).toMatchObject([
      { subject: 'read', outcome: 'answered', problem: null, server: 'files', client: 'claude', ms: 12 },
      { subject: 'write', outcome: 'tool-failed', problem: 'disk full' },
      { subject: 'nothing', outcome: 'failed', problem: 'Unknown tool' },
      { subject: 'file:///a', outcome: 'answered', method: 'resources/read', clientVersion: '2.0' },
    ]);
    expect(all()[0]).toMatchObject({
      at: clock.now(),
      requestBytes: 86,
      answerBytes: JSON.stringify({ jsonrpc: '2.0', id: 1, ...answer }).length,
      protocolVersion: '2025-11-25',
    });
  });

  it('shows a call while it runs, and the same one again once it has ended', () => {
    const { begin, views } = stage();
    const running = begin(tool('slow'));
    const first = views.page({ after: 0, limit: 10 });
    expect(first.calls).toMatchObject([{ subject: 'slow', outcome: 'running', ms: null }]);
    expect(views.page({ after: first.revision, limit: 10 }).calls).toEqual([]);
    running?.finish('cancelled', null, 5);
    const [ended] = views.page({ after: first.revision, limit: 10 }).calls;
    expect(ended).toMatchObject({ id: first.calls[0]?.id, outcome: 'cancelled', ms: 5 });
  });

  it('gives back request, answer and what came between, with times, secrets masked', () => {
    const { begin, views, clock } = stage();
    const running = begin(tool('login', { password: 'hunter22', note: 'v3ry-secret-value' }));
    clock.advance(40);
    running?.note(Buffer.from('{"method":"notifications/progress"}'));
    const before = views.detail(1);
    running?.finish('answered', Buffer.from('{"result":{"token":"abcdef123"}}'), 50);
    const after = views.detail(1);
    for (const { messages, request } of [before, after]) {
      expect(messages).toMatchObject([{ afterMs: 40, text: '{"method":"notifications/progress"}' }]);
      expect(request.text).toContain('"name":"login"');
      expect(request.text).not.toMatch(/hunter22|v3ry/);
    }
    expect(before.answer).toBeNull();
    expect(after.answer?.text).toBe('{"result":{"token":"[redacted]"}}');
  });

  it('keeps the beginning of a long message with its true size, and no beginning of a secret at the cut', () => {
    const { call, views } = stage();
    const filling = 'x'.repeat(8192 - 100);
    call(tool('big', { filling, tail: 'v3ry-secret-value'.repeat(1000) }), { result: {} });
    const { request, fixed, subject, requestBytes } = views.detail(1);
    expect(subject).toBe('big');
    expect(fixed).toBe('cut');
    expect(request.isCut).toBe(true);
    expect(request.bytes).toBe(requestBytes);
    expect(request.bytes).toBeGreaterThan(20_000);
    expect(request.text.length).toBeLessThan(8192);
    expect(request.text).not.toContain('v3r');
  });

  it('keeps so many calls, the newest', () => {
    const { call, all, log, views } = stage({ maxCalls: 10 });
    for (let count = 1; count <= 25; count++) call(tool(`tool-${count}`), { result: { count } });
    expect(all().map(({ subject }) => subject)).toEqual(
      Array.from({ length: 10 }, (_, index) => `tool-${index + 16}`),
    );
    expect(log.size).toBe(10);
    expect(() => views.detail(3)).toThrow('Call 3 is not kept any more.');
    expect(views.detail(20).answer?.text).toContain('"count":20');
  });

  it('keeps so many bytes: what is in the list has its messages', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const { call, log, all, views } = stage({ maxBytes: 4 * mebibyte, maxBodyBytes: mebibyte });
        for (const size of [...sizes, ...sizes, ...sizes])
          call(tool('t', 'q'.repeat(size)), { result: 'a'.repeat(size) });
        expect(log.keptBytes).toBeLessThanOrEqual(4 * mebibyte);
        const last = sizes.at(-1) ?? 0;
        expect(views.detail(sizes.length * 3).answer?.text).toContain('a'.repeat(last));
        for (const { id, requestBytes } of all().slice(0, 3))
          expect(views.detail(id).request.text.length).toBe(requestBytes);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps the first hundred notifications of a call, and counts the others', () => {
    const { begin, views } = stage();
    const running = begin(tool('chatty'));
    for (let count = 0; count < 250; count++) running?.note(Buffer.from(`{"progress":${count}}`));
    running?.finish('answered', Buffer.from('{"result":{}}'), 1);
    const { messages, notifications, answer } = views.detail(1);
    expect([messages.length, notifications]).toEqual([100, 250]);
    expect(messages.at(-1)?.text).toBe('{"progress":99}');
    expect(answer?.text).toBe('{"result":{}}');
  });

  it('gives older calls page by page, none twice and none left out', () => {
    const { call, views } = stage();
    for (let count = 1; count <= 60; count++) call(tool(`tool-${count}`), { result: {} });
    const names: (string | null)[] = [];
    let page = views.page({ after: 0, limit: 25 });
    for (;;) {
      names.unshift(...page.calls.map(({ subject }) => subject));
      if (!page.hasOlder) break;
      page = views.page({ after: 0, before: page.calls[0]?.revision, limit: 25 });
    }
    expect(names).toEqual(Array.from({ length: 60 }, (_, index) => `tool-${index + 1}`));
  });

  it('records nothing while it is off, and forgets what was there', () => {
    const { call, begin, all, log } = stage();
    call(tool('before'), { result: {} });
    const running = begin(tool('running'));
    log.configure({ ...usual, isOn: false });
    expect(begin(tool('off'))).toBeNull();
    running?.note(Buffer.from('{}'));
    running?.finish('answered', Buffer.from('{}'), 1);
    expect([all(), log.size, log.keptBytes]).toEqual([[], 0, 0]);
    log.configure(usual);
    call(tool('after'), { result: {} });
    expect(all().map(({ subject }) => subject)).toEqual(['after']);
  });

  it('forgets what was there when there is to be room for more or less of it, not when single messages may be longer', () => {
    const { call, all, log } = stage();
    const settings = { ...usual, maxBodyBytes: 16_384 };
    call(tool('first'), { result: {} });
    log.configure(settings);
    expect(all()).toHaveLength(1);
    log.configure({ ...settings, maxCalls: 200 });
    expect(all()).toEqual([]);
    call(tool('second'), { result: {} });
    log.configure({ ...settings, maxCalls: 200, maxBytes: 2 * mebibyte });
    expect(all()).toEqual([]);
  });

  it('says what is wrong with a call that is not kept', () => {
    const { views, log } = stage();
    expect(() => views.detail(7)).toThrow(
      expect.objectContaining({
        code: 'CALL_UNKNOWN',
        expected: expect.stringContaining('logging.maxCalls'),
      }),
    );
    log.configure({ ...usual, isOn: false });
    expect(() => views.detail(7)).toThrow(
      expect.objectContaining({ expected: expect.stringContaining('logging.calls') }),
    );
  });
});
