// A program that changes the store as fast as it can and prints the number of each change once it is durable.
// Arguments: data folder, first number. Runs until it is killed.
import { systemClock } from '../../src/main/core/ports.ts';
import { openStore } from '../../src/main/core/store/store.ts';

const [dataDir = '', first = '0'] = process.argv.slice(2);
const logger = { error: console.error, warn: console.error, info: console.error, debug: console.error };
const store = await openStore({ dataDir, clock: systemClock(), logger, platform: process.platform });

async function write(from: number): Promise<never> {
  for (let number = from; ; number += 2) {
    await store.update((document) => ({ ...document, sessions: [...document.sessions, number] }));
    console.log(String(number));
  }
}

// Two at once, so that changes share writes.
await Promise.all([write(Number(first)), write(Number(first) + 1)]);
