import { describe, expect, it } from 'vitest';
import {
  isUnknownTask,
  tieOfRequest,
  tiesOfAnswer,
} from '../../../../src/main/core/servers/registered/ties.ts';
import { scan, type Json } from '../../../support/listening-peer.ts';

const request = (method: string, params: Json) => scan({ jsonrpc: '2.0', id: 1, method, params });
const answer = (result: Json): Buffer => Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));

describe('what belongs to the copy that gave an answer', () => {
  it('is a repetition with the state of its call', () => {
    const asked = answer({ resultType: 'input_required', inputRequests: {}, requestState: 'opaque' });
    const [tie] = tiesOfAnswer(asked);
    expect(tie).toBe(tieOfRequest(request('tools/call', { name: 'x', requestState: 'opaque' })));
    expect(tie).not.toBe(tieOfRequest(request('tools/call', { name: 'x', requestState: 'other' })));
  });

  it('is a task, and who listens to it', () => {
    const tie = tieOfRequest(request('tasks/get', { taskId: 't' }));
    expect(tiesOfAnswer(answer({ resultType: 'task', taskId: 't' }))).toEqual([tie]);
    expect(tiesOfAnswer(answer({ task: { taskId: 't' } }))).toEqual([tie]);
    expect(tieOfRequest(request('tasks/cancel', { taskId: 't' }))).toBe(tie);
    const listen = { notifications: { taskIds: ['t', 'u'] } };
    expect(tieOfRequest(request('subscriptions/listen', listen))).toBe(tie);
  });

  it.each([
    ['tools/call', { name: 'x', taskId: 't' }],
    ['tasks/get', {}],
    ['tasks/get', { taskId: 7 }],
    ['subscriptions/listen', {}],
    ['subscriptions/listen', { notifications: { taskIds: 7 } }],
    ['subscriptions/listen', { notifications: { taskIds: [7] } }],
  ])('is nothing of %s with %j', (method, params) => {
    expect(tieOfRequest(request(method, params))).toBeNull();
  });

  it('is nothing of what is ambiguous, and of errors', () => {
    const twice = '{"jsonrpc":"2.0","id":1,"result":{"taskId":"t","taskId":"u"}}';
    expect(tiesOfAnswer(Buffer.from(twice))).toEqual([]);
    const error = '{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"no \\"taskId\\""}}';
    expect(tiesOfAnswer(Buffer.from(error))).toEqual([]);
    expect(isUnknownTask(request('tasks/get', { taskId: 't' }), Buffer.from(error))).toBe(true);
    expect(isUnknownTask(request('tools/call', { name: 't' }), Buffer.from(error))).toBe(false);
  });
});
