// `npm run audit`: known weaknesses of all packages that are installed here, tests' own ones included. Ends with 1 where
// docs/SECURITY.md does not answer one, or where the registry cannot be asked; ids that it answers needlessly are named.
import spawn from 'cross-spawn';
import { readdirSync, readFileSync } from 'node:fs';
import { inProject, projectRoot } from './project.ts';
import { findingsIn, outdated, unanswered, type AuditReport } from './audit/answered.ts';

const programs = inProject('test', 'programs');
const folders = [projectRoot, ...readdirSync(programs).map((name) => inProject('test', 'programs', name))];
const page = readFileSync(inProject('docs', 'SECURITY.md'), 'utf8');
try {
  const findings = folders.flatMap((folder) => findingsIn(ask(folder)));
  const open = unanswered(findings, page);
  for (const { text } of open) console.log(text);
  for (const id of outdated(findings, page))
    console.log(`${id} is answered in docs/SECURITY.md, and is found no more.`);
  console.log(`${findings.length} findings, ${open.length} of them without an answer in docs/SECURITY.md.`);
  process.exitCode = open.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** It ends with 1 where there are findings. */
function ask(folder: string): AuditReport {
  const words = ['audit', '--json', '--package-lock-only'];
  const { stdout, stderr } = spawn.sync('npm', words, { cwd: folder, encoding: 'utf8' });
  try {
    return JSON.parse(stdout) as AuditReport;
  } catch {
    return { message: stderr.trim() };
  }
}
