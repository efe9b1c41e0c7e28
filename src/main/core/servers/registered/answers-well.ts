// The cheapest sign of life: an address that answers with success.
import { request, type Dispatcher } from 'undici';

/** Whether GET is answered with 2xx. Never rejects. */
export async function answersWell(
  url: string,
  signal: AbortSignal,
  dispatcher: Dispatcher,
): Promise<boolean> {
  try {
    const { statusCode, body } = await request(url, { signal, dispatcher });
    await body.dump({ limit: 65_536, signal });
    return statusCode >= 200 && statusCode < 300;
  } catch {
    return false;
  }
}
