// `npm run build`: everything into out/. Removes what an earlier build left, makes the command line executable.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'electron-vite';
import { buildBridge } from './build/bridge.ts';
import { markFresh } from './build/freshness.ts';
import { inProject, projectRoot } from './project.ts';

const shebang = '#!/usr/bin/env node\n';

// Whoever starts the build may be a test runner; what is built is for people.
process.env['NODE_ENV'] = 'production';
process.chdir(projectRoot);

const begunAt = Date.now();
rmSync(inProject('out'), { recursive: true, force: true });
await build({ root: projectRoot, logLevel: 'warn' });

await buildBridge(inProject('out', 'main', 'bridge.js'));
for (const name of ['cli.js', 'bridge.js']) makeExecutable(inProject('out', 'main', name));

markFresh(projectRoot, begunAt);
console.log(`Built out/ in ${((Date.now() - begunAt) / 1000).toFixed(1)} s.`);

function makeExecutable(file: string): void {
  const code = readFileSync(file, 'utf8');
  if (!code.startsWith('#!')) writeFileSync(file, shebang + code);
  chmodSync(file, 0o755);
}
