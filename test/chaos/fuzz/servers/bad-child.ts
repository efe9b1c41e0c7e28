// A child that opens as it should, and then says anything. Run: node bad-child.ts --name NAME [--modern].
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { childPlan } from './child-plan.ts';
import { answerTo, tokenIn, type Request } from './facts.ts';
import { childOdds, planFor } from './plans.ts';

const { values } = parseArgs({
  options: { name: { type: 'string', default: 'child' }, modern: { type: 'boolean', default: false } },
});
const { name, modern: isModern } = values;

function call(request: Request): void {
  const token = tokenIn(request);
  const asked = { server: name, id: JSON.stringify(request.id), token, isModern };
  const { bytes, isEnd } = childPlan(planFor(name, token, childOdds), asked);
  process.stdout.write(bytes, () => {
    if (isEnd) process.exit(1);
  });
}

process.stdout.on('error', () => undefined);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const request = JSON.parse(line) as Request;
    if (request.id === undefined || request.method === undefined) return;
    if (request.method === 'tools/call') call(request);
    else if (request.method !== 'subscriptions/listen' || !isModern)
      process.stdout.write(`${answerTo(request, name, isModern)}\n`);
  })
  .on('close', () => process.exit(0));
