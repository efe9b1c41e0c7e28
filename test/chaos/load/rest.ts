// What is left once everybody has gone: no session, no connection, and a gateway that ends as it should.
import { until } from '../../support/until.ts';
import type { ProbeReport } from '../kit/probe.ts';
import { megabytes } from '../kit/table.ts';
import type { LoadStage } from './load-stage.ts';
import type { Part } from './part.ts';

/** Children run, each by three pipes and the descriptor of its process. */
const children = 2;
const allowedMore = 4 * children;
const goneWithinMs = 60_000;

export async function lookAtRest(stage: LoadStage, before: ProbeReport): Promise<Part> {
  const { gateway, http } = stage;
  http.close();
  await stage.idle();
  const violations: string[] = [];
  let after = await gateway.probe();
  const allowed = (before.descriptors ?? 0) + allowedMore;
  await until(
    'connections to end',
    async () => {
      after = await gateway.probe();
      return (after.descriptors ?? 0) <= allowed;
    },
    goneWithinMs,
  ).catch((error: unknown) => violations.push(String(error)));
  await gateway.end('SIGTERM');
  const status = gateway.ends.at(-1)?.status;
  if (status !== 0) violations.push(`The gateway ended with ${status}.`);
  const figures = { before, after, status };
  return {
    title: 'In the end',
    head: ['descriptors', 'held', 'resident', 'keeps the process alive', 'exit status'],
    rows: [
      [
        `${before.descriptors ?? 'unknown'} → ${after.descriptors ?? 'unknown'}`,
        `${megabytes(before.heapUsed + before.external)} → ${megabytes(after.heapUsed + after.external)}`,
        `${megabytes(before.resident)} → ${megabytes(after.resident)}`,
        JSON.stringify(after.resources),
        String(status),
      ],
    ],
    figures,
    violations,
  };
}
