// The smallest server on stdio whose work grows no faster than its messages.
import { createInterface } from 'node:readline';
import { answersTo, type Request } from './answers.ts';

process.stdout.on('error', () => undefined);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    for (const message of answersTo(JSON.parse(line) as Request))
      process.stdout.write(`${JSON.stringify(message)}\n`);
  })
  .on('close', () => process.exit(0));
