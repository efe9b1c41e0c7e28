// `patchbay doctor`: what keeps Patchbay from working on this machine, and what to do about it.
// Works whether it runs or not.
import type { Command } from 'commander';
import { declare, ReportedFailure } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { diagnose } from '../doctor/checks.ts';
import { gatherFacts } from '../doctor/facts.ts';
import type { Check, CheckStatus } from '../doctor/types.ts';
import type { Output, Style } from '../output/output.ts';
import { printableLine } from '../output/printable.ts';

const signs: Readonly<Record<CheckStatus, readonly [string, Style]>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  failed: ['✗', 'red'],
};

export function registerDoctor(program: Command, context: CommandContext): void {
  const { output } = context;
  declare(program, 'doctor', 'check this machine and say what to do', 'patchbay doctor').action(
    async (options: CommonOptions) => {
      const checks = diagnose(await gatherFacts(context, options));
      const failures = checks.filter((check) => check.status === 'failed').length;
      if (options.json === true) output.json({ ok: failures === 0, checks });
      else for (const check of checks) printCheck(check, output);
      if (failures > 0) {
        throw new ReportedFailure(failures === 1 ? 'one check failed.' : `${failures} checks failed.`);
      }
    },
  );
}

function printCheck({ status, message, advice }: Check, output: Output): void {
  const [sign, style] = signs[status];
  output.line(`${output.paint(style, sign)} ${printableLine(message)}`);
  if (advice !== undefined) output.line(`  → ${printableLine(advice)}`);
}
