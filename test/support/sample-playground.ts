// A playground of the double whose server answers at once: one tool with a form, a message and a result of each run.
import type { PlaygroundEntry, PlaygroundHappening } from '../../src/shared/playground.ts';
import type { Backend, Script } from './contract-server.ts';

const longText = 'A sentence that is said again and again. '.repeat(40);
const tool = {
  name: 'write_note',
  title: 'Write a note',
  description: longText,
  inputSchema: {
    type: 'object',
    required: ['title'],
    properties: {
      title: { type: 'string', description: 'What it is called.' },
      kind: { enum: ['plain', 'markdown'] },
      pinned: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      place: { type: 'object', properties: { folder: { type: 'string' }, line: { type: 'integer' } } },
    },
  },
};

/** Its place in the page. */
export const samplePlace = '#/playground/files/tools/write_note';

/** Answers by the number of the run. */
export function playgroundScript(backend: Pick<Backend, 'tellPlayground'>): Script {
  const entries: PlaygroundEntry[] = [];
  const add = (happening: PlaygroundHappening): number => {
    const seq = entries.length + 1;
    entries.push({ ...happening, seq, time: Date.now() });
    return seq;
  };
  let request = 0;
  let runs = 0;
  const answers: Readonly<Record<string, () => unknown>> = {
    initialize: () => ({
      serverInfo: { name: 'files', version: '1.0.0' },
      capabilities: { tools: {}, logging: {} },
    }),
    'tools/list': () => ({
      tools: [tool, { name: 'x'.repeat(64), inputSchema: { type: 'object' } }],
    }),
    'tools/call': () => ({
      content: [
        { type: 'text', text: `Run ${(runs += 1)}. ${longText}` },
        { type: 'text', text: 'y'.repeat(600) },
      ],
      structuredContent: { path: `/home/ada/${'z'.repeat(200)}`, line: 3 },
    }),
  };
  return {
    sendPlayground: ({ session, server, method }) => {
      request += 1;
      const result = answers[method]?.() ?? {};
      const outcome = { kind: 'result', result } as const;
      if (method === 'tools/call')
        add({
          kind: 'notification',
          server,
          request,
          method: 'notifications/message',
          params: { level: 'info', data: longText },
        });
      const seq = add({ kind: 'ended', request, outcome, durationMs: 12 });
      backend.tellPlayground({ session, seq });
      return { request };
    },
    readPlayground: ({ after }) => ({ entries: entries.filter(({ seq }) => seq > after) }),
  };
}
