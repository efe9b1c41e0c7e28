// A look at what the gateway tells, on a connection that does not outlive it.
import { get } from 'node:http';
import { text } from 'node:stream/consumers';

export interface JsonAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function getJson(url: string): Promise<JsonAnswer> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { agent: false, timeout: 20_000 }, (response) => {
      text(response)
        .then((body) =>
          resolve({
            status: response.statusCode ?? 0,
            body: JSON.parse(body) as Readonly<Record<string, unknown>>,
          }),
        )
        .catch(reject);
    });
    asked.on('error', reject).on('timeout', () => asked.destroy(new Error(`${url} does not answer.`)));
  });
}
