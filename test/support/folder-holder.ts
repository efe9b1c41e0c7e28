// A program that wants a data folder: says "waiting", and at a line on stdin tries to get it and says what came of it.
// Holds it until the next line (then it closes) or until "exit" (then it ends without closing).
import { createInterface } from 'node:readline';
import { openDataFolder } from '../../src/main/core/data-folder/data-folder.ts';
import { toErrorView } from '../../src/shared/errors.ts';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
console.log('waiting');
await lines.next();
try {
  const dataDir = process.argv[2] ?? '';
  const folder = await openDataFolder({ dataDir, platform: process.platform, homeDir: '/nowhere' });
  console.log('holds it');
  const { value } = await lines.next();
  if (value === 'exit') process.exit(0);
  await folder.close();
} catch (error) {
  console.log(`${toErrorView(error).code} ${toErrorView(error).message}`);
}
process.exit(0);
