// `npm run build`: everything into out/. Removes what an earlier build left, makes the command line executable.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'electron-vite';
import { markFresh } from './build/freshness.ts';
import { inProject, projectRoot } from './project.ts';

const shebang = '#!/usr/bin/env node\n';

// Whoever starts the build may be a test runner; what is built is for people.
process.env['NODE_ENV'] = 'production';
process.chdir(projectRoot);

const begunAt = Date.now();
rmSync(inProject('out'), { recursive: true, force: true });
await build({ root: projectRoot, logLevel: 'warn' });

const commandLine = inProject('out', 'main', 'cli.js');
const code = readFileSync(commandLine, 'utf8');
if (!code.startsWith('#!')) writeFileSync(commandLine, shebang + code);
chmodSync(commandLine, 0o755);

markFresh(projectRoot, begunAt);
console.log(`Built out/ in ${((Date.now() - begunAt) / 1000).toFixed(1)} s.`);
