// A whole gateway without console and servers, to be killed. Argument: its data folder. Prints its URL when it listens, and
// on stderr what it has to say of its store.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCore } from '../../src/main/core/core.ts';

const [dataDir = ''] = process.argv.slice(2);
writeFileSync(join(dataDir, 'config.json'), JSON.stringify({ gateway: { port: 0 } }));
const core = createCore({ dataDir, console: null, env: {}, version: '0.0.0-test' });
core.logs.subscribe((lines) => {
  for (const { level, text } of lines) {
    if (level === 'error' || /registry\.json/.test(text)) console.error(`${level}: ${text}`);
  }
});
await core.start();
console.log(core.state.get().gateway.url);
