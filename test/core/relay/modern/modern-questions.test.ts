import { describe, expect, it } from 'vitest';
import { type Json } from '../../../support/listening-peer.ts';
import {
  able,
  errorOf,
  form,
  modernFaceStage as setUp,
  resultOf,
  waitMs,
  sessionIdleMs,
} from '../../../support/modern-face-stage.ts';
import { claimMeta, settled } from '../../../support/scripted-legacy-server.ts';

describe('a question of a legacy server', () => {
  it('parks the call, and the repetition brings the answer and takes the call over', async () => {
    const { server, send, gathered, clock } = setUp();
    const params = { name: 'x', arguments: { a: 1 } };
    const first = await send(1, 'tools/call', params, { ...able, progressToken: 'one' });
    const request = server.request();
    const { answers } = request.ask('elicitation/create', form);
    gathered();
    const asked = resultOf(first.log);
    expect(asked).toEqual({
      resultType: 'input_required',
      inputRequests: { 'question-1': { method: 'elicitation/create', params: form } },
      requestState: expect.any(String) as unknown,
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'scripted', version: '7', odd: 100 } },
    });
    request.progress(1);
    const again = {
      ...params,
      requestState: asked['requestState'],
      inputResponses: { 'question-1': { action: 'accept', content: { n: 1 } }, unknown: {} },
    };
    const second = await send('two', 'tools/call', again, { ...able, progressToken: 2 });
    expect(answers).toMatchObject([{ result: { action: 'accept', content: { n: 1 } } }]);
    expect(server.sessions.flatMap(({ requests }) => requests)).toHaveLength(1);
    request.progress(2);
    request.finish({ content: [] });
    expect(second.log.sent).toMatchObject([
      { params: { progressToken: 2, progress: 1 } },
      { params: { progressToken: 2, progress: 2 } },
    ]);
    expect(second.log.answer).toMatchObject({ id: 'two', result: { content: [], resultType: 'complete' } });
    clock.advance(2 * sessionIdleMs);
    expect(clock.pending()).toBe(0);
  });

  it('comes together with others, those without an answer come again, and new ones too', async () => {
    const { server, send, gathered } = setUp();
    const first = await send(1, 'tools/call', { name: 'x' }, able);
    const request = server.request();
    const roots = request.ask('roots/list');
    const sampling = request.ask('sampling/createMessage', { messages: [], maxTokens: 1 });
    gathered();
    const asked = resultOf(first.log);
    expect(asked['inputRequests']).toEqual({
      'question-1': { method: 'roots/list' },
      'question-2': { method: 'sampling/createMessage', params: { messages: [], maxTokens: 1 } },
    });
    request.ask('elicitation/create', form);
    const again = {
      name: 'x',
      requestState: asked['requestState'],
      inputResponses: { 'question-1': { roots: [] } },
    };
    const second = await send(2, 'tools/call', again, able);
    gathered();
    expect(roots.answers).toMatchObject([{ result: { roots: [] } }]);
    expect(sampling.answers).toEqual([]);
    expect(Object.keys(resultOf(second.log)['inputRequests'] as Json)).toEqual(['question-2', 'question-3']);
    expect(resultOf(second.log)['requestState']).not.toBe(asked['requestState']);
  });

  it('is refused where the client has not declared what it needs, and names it when the call fails by that', async () => {
    const { server, send } = setUp();
    const { log } = await send(1, 'tools/call', { name: 'x' }, claimMeta({ elicitation: {} }));
    const request = server.request();
    const { answers } = request.ask('elicitation/create', {
      mode: 'url',
      url: 'https://x.test',
      message: 'm',
    });
    await settled();
    expect(answers).toMatchObject([{ error: {} }]);
    request.finish({ content: [], isError: true });
    expect(errorOf(log)).toMatchObject({
      code: -32_021,
      data: { requiredCapabilities: { elicitation: { url: {} } } },
    });
  });

  it('is refused where the client has not declared what it needs, which the server may cope with', async () => {
    const { server, send } = setUp();
    const { log } = await send(1, 'tools/call', { name: 'x' });
    const request = server.request();
    request.ask('sampling/createMessage', { messages: [], maxTokens: 1 });
    await settled();
    request.finish({ content: [] });
    expect(resultOf(log)['resultType']).toBe('complete');
  });

  it('for roots is refused where the client has none, and the call goes on', async () => {
    const { server, send } = setUp();
    const { log } = await send(1, 'tools/call', { name: 'x' });
    const { answers } = server.request().ask('roots/list');
    await settled();
    expect(answers).toMatchObject([{ error: { code: -32_601 } }]);
    server.request().finish({ content: [] });
    expect(resultOf(log)['resultType']).toBe('complete');
  });

  it('is refused where the modern era has no way to ask it', async () => {
    const { server, send, gathered } = setUp();
    const { log } = await send(1, 'completion/complete', {}, able);
    const inCompletion = server.request().ask('roots/list');
    await send(2, 'tools/call', { name: 'x' }, able);
    const unheardOf = server.request().ask('x/unheard-of');
    await settled();
    gathered();
    expect(inCompletion.answers).toMatchObject([{ error: { code: -32_601 } }]);
    expect(unheardOf.answers).toMatchObject([{ error: { code: -32_601 } }]);
    expect(log.answer).toBeNull();
  });

  it('that the server takes back is not put, and not waited for', async () => {
    const { server, send, gathered } = setUp();
    const { log } = await send(1, 'tools/call', { name: 'x' }, able);
    const { askedId } = server.request().ask('roots/list');
    server.sessions[0]?.peer.withdraw(askedId, 'never mind');
    gathered();
    expect(log.answer).toBeNull();
    server.request().finish({ content: [] });
    expect(resultOf(log)['resultType']).toBe('complete');
  });
});

describe('a requestState of a parked call', () => {
  async function parkedCall() {
    const stage = setUp();
    const { log } = await stage.send(1, 'tools/call', { name: 'x' }, able);
    const request = stage.server.request();
    const question = request.ask('roots/list');
    stage.gathered();
    const { requestState } = resultOf(log);
    const repeat = (params: Json = {}, meta = able) =>
      stage.send(2, 'tools/call', { name: 'x', requestState, inputResponses: {}, ...params }, meta);
    return { ...stage, request, question, repeat };
  }

  it('is refused when it is foreign, changed, of another request, or used', async () => {
    const { repeat } = await parkedCall();
    for (const params of [{ requestState: 'foreign' }, { requestState: 5 }, { name: 'other' }]) {
      const { log } = await repeat(params);
      expect(errorOf(log)['code']).toBe(-32_602);
    }
    expect((await repeat({ inputResponses: { 'question-1': { roots: [] } } })).log.answer).toBeNull();
    const { log } = await repeat();
    expect(errorOf(log)).toMatchObject({
      code: -32_602,
      message: expect.stringContaining('used already') as unknown,
    });
  });

  it('dies with its time: the server is told', async () => {
    const { clock, server, question, repeat } = await parkedCall();
    clock.advance(waitMs);
    await settled();
    expect(server.sessions[0]?.notified.at(-1)).toMatchObject({ method: 'notifications/cancelled' });
    expect(question.answers).toMatchObject([{ error: {} }]);
    expect(errorOf((await repeat()).log)['message']).toContain('expired');
  });

  it('dies with its call', async () => {
    const { request, repeat } = await parkedCall();
    request.finish({ content: [] });
    expect(errorOf((await repeat()).log)['message']).toContain('its call has ended');
  });

  it('dies with the server: nothing stays behind', async () => {
    const { clock, face, server, repeat } = await parkedCall();
    face.close();
    expect(server.sessions[0]?.notified.at(-1)).toMatchObject({ method: 'notifications/cancelled' });
    expect(server.sessions[0]?.isClosed).toBe(true);
    expect(clock.pending()).toBe(0);
    expect(errorOf((await repeat()).log)['code']).toBe(-32_602);
  });
});

describe('a server that wants URLs visited first', () => {
  const urls = claimMeta({ elicitation: { url: {} } });
  const visit = { mode: 'url', elicitationId: 'e', url: 'https://x.test', message: 'Sign in' };
  const wanted = { code: -32_042, message: 'Visit', data: { elicitations: [visit] } };

  it('is asked again once the client has been there', async () => {
    const { server, send, gathered } = setUp();
    const first = await send(1, 'tools/call', { name: 'x' }, urls);
    server.request().fail(wanted);
    gathered();
    const asked = resultOf(first.log);
    expect(asked['inputRequests']).toEqual({ 'question-1': { method: 'elicitation/create', params: visit } });
    const again = {
      name: 'x',
      requestState: asked['requestState'],
      inputResponses: { 'question-1': { action: 'accept' } },
    };
    const second = await send(2, 'tools/call', again, urls);
    expect(server.sessions[0]?.requests).toHaveLength(2);
    server.request().finish({ content: [] });
    expect(second.log.answer).toMatchObject({ id: 2, result: { content: [] } });
  });

  it('gets nowhere with a client that declines, or cannot', async () => {
    const { server, send, gathered } = setUp();
    const first = await send(1, 'tools/call', { name: 'x' }, urls);
    server.request().fail(wanted);
    gathered();
    const again = {
      name: 'x',
      requestState: resultOf(first.log)['requestState'],
      inputResponses: { 'question-1': { action: 'decline' } },
    };
    expect(errorOf((await send(2, 'tools/call', again, urls)).log)['code']).toBe(-32_600);
    const unable = await send(3, 'tools/call', { name: 'x' });
    server.request().fail(wanted);
    expect(errorOf(unable.log)['code']).toBe(-32_021);
  });
});
