// A hundred sessions of a Patchbay that is stopped, or killed, coming back all at once: each to what is its own (S4.2,
// S4.4).
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { call, openSession, openStream, post, rpc } from '../../support/raw-mcp.ts';
import { restartable } from '../../support/restarts.ts';
import { until } from '../../support/until.ts';

const count = 100;

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'a hundred sessions go on at once after %s',
  { timeout: 60_000 },
  async (signal) => {
    const patchbay = await restartable(configWith({ box: mockEntry() }));
    const opened = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const [url, name] =
          index % 2 === 0 ? [patchbay.endpoint('box'), 'echo'] : [patchbay.endpoint(), 'box__echo'];
        const session = await openSession(url);
        const uri = `mock://${index}`;
        expect((await post(url, rpc(1, 'resources/subscribe', { uri }), session)).status).toBe(200);
        return { url, name, session, uri, index };
      }),
    );
    await patchbay.restart(signal);
    const back = await Promise.all(
      opened.map(async ({ url, name, session, uri, index }) => {
        // Several first requests of each, none of which may come too early.
        const [stream, ...answers] = await Promise.all([
          openStream('GET', url, { headers: session }),
          ...[1, 2].map((id) => post(url, call(id, name, { text: `${index}` }), session)),
        ]);
        for (const answer of answers) {
          expect([answer.status, answer.headers['mcp-session-id']]).toEqual([200, session['mcp-session-id']]);
          expect(answer.json()).toMatchObject({ result: { content: [{ text: `${index}` }] } });
        }
        return { stream, uri };
      }),
    );
    const urisOf = (stream: (typeof back)[number]['stream']): readonly unknown[] =>
      stream.messages().flatMap(({ params }) => (params as { uri?: string } | undefined)?.uri ?? []);
    await until(
      'what each is to look at',
      () => back.every(({ stream }) => urisOf(stream).length > 0),
      30_000,
    );
    for (const { stream, uri } of back) expect(new Set(urisOf(stream))).toEqual(new Set([uri]));
    expect((await patchbay.program().state()).gateway.sessions).toBe(count);
    expect(patchbay.program().stderr()).toBe('');
  },
);
