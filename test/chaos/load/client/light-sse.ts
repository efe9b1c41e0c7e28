// A session of HTTP+SSE (2024-11-05) over plain HTTP, which lives as long as its stream.
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { LightHttp } from './light-http.ts';
import { initializeParams } from './light-session.ts';

/** Opens a session, calls the tool that gives its message back, and leaves without a word. */
export async function visitSse(http: LightHttp, url: string, message: string): Promise<void> {
  const { response, cut } = await http.begin({
    method: 'GET',
    url,
    headers: { accept: 'text/event-stream' },
    isKept: false,
  });
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => void events.push(event) });
  const chunks = response.setEncoding('utf8')[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    while (events.length === 0) {
      const { done, value } = await chunks.next();
      if (done === true) throw new Error('The stream of HTTP+SSE ended.');
      parser.feed(String(value));
    }
    return events.shift()?.data ?? '';
  };
  const endpoint = new URL(await next(), url).href;
  const post = (body: object): Promise<unknown> =>
    http.send({ url: endpoint, body: { jsonrpc: '2.0', ...body } });
  try {
    await post({ id: 1, method: 'initialize', params: initializeParams });
    await next();
    await post({ id: 2, method: 'tools/call', params: { name: 'echo', arguments: { message } } });
    const told = await next();
    if (!told.includes(`"Echo: ${message}"`)) throw new Error(`"${message}" was answered with ${told}`);
  } finally {
    response.on('error', () => undefined);
    cut();
  }
}
