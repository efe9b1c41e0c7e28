// After garbage of any kind, everybody who calls as one should gets the right answer from every server.
import { answerOf } from '../servers/echo.ts';
import { pause } from '../kit/deadline.ts';
import { badServers, callersOf } from './doors/server-doors.ts';
import type { FuzzStage } from './fuzz-stage.ts';

/** A server that was ended, or that has failed often, is left alone for a moment. */
const recoverWithinMs = 30_000;

/** What went wrong, with the names of those to whom it did. */
export async function goodCalls({ gateway }: FuzzStage): Promise<readonly string[]> {
  const names = ['echo', ...badServers.map(([name]) => name)];
  const faults = await Promise.all(
    names.flatMap((name) =>
      callersOf(gateway.url, name).map(async (client, kind) => {
        const deadline = performance.now() + recoverWithinMs;
        try {
          for (;;) {
            const text = await client.call({ server: name, token: 'hello' }).catch(String);
            if (text.includes(answerOf(name, { token: 'hello' }))) return null;
            if (name === 'echo' || performance.now() > deadline)
              return `A good call of ${name} (caller ${kind}): ${text.slice(0, 500)}`;
            await pause(200);
          }
        } finally {
          await client.close();
        }
      }),
    ),
  );
  return faults.filter((fault) => fault !== null);
}
