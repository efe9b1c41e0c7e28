// A run in tables: what was injected and what came of it, how calls ended by client and by error, and what was checked.
import { clientKinds } from '../clients/types.ts';
import { table, type Cell } from '../kit/table.ts';
import { Tally } from '../kit/tally.ts';
import { overlap, type Book, type CallRecord } from './book.ts';
import type { Check } from './checks.ts';
import { serverNames } from './stage.ts';

const shownViolations = 40;

export function describeRun(book: Book, checks: readonly Check[], violations: readonly string[]): string {
  return [
    'What was injected, and how the calls that were under way at that moment ended:',
    '',
    table(
      ['injected', 'times', 'calls under way', 'right', 'error named', 'connection lost'],
      injected(book),
    ),
    '',
    'How calls ended:',
    '',
    table(['client', 'calls', 'right', 'error named', 'connection lost', 'slowest'], byKind(book)),
    '',
    table(['server', 'calls', 'right', 'error named', 'connection lost', 'slowest'], byServer(book)),
    '',
    table(['error', 'times', 'for example'], byCode(book)),
    '',
    table(
      ['in the end', 'found', ''],
      checks.map(({ name, found, isGood }) => [name, found.slice(0, 300), isGood ? 'good' : 'BAD']),
    ),
    '',
    ...violations.slice(0, shownViolations).map((each) => `VIOLATION ${each}`),
    `${book.calls.length} calls, ${book.faults.length} injections, ${violations.length} violations.`,
  ].join('\n');
}

function injected(book: Book): readonly (readonly Cell[])[] {
  const names = [...new Set(book.faults.map(({ name }) => name))].sort();
  return names.map((name) => {
    const faults = book.faults.filter((fault) => fault.name === name);
    const met = book.calls.filter((call) =>
      faults.some(
        (fault) =>
          (fault.target === call.server || fault.target === 'gateway') &&
          overlap({ from: fault.from, to: fault.from }, call, 0),
      ),
    );
    return [name, faults.length, ...counts(met)];
  });
}

function byKind({ calls }: Book): readonly (readonly Cell[])[] {
  return clientKinds.map((kind) =>
    row(
      kind,
      calls.filter((call) => call.kind === kind),
    ),
  );
}

function byServer({ calls }: Book): readonly (readonly Cell[])[] {
  return serverNames.map((server) =>
    row(
      server,
      calls.filter((call) => call.server === server),
    ),
  );
}

function row(name: string, calls: readonly CallRecord[]): readonly Cell[] {
  const slowest = Math.max(0, ...calls.map(({ from, to }) => to - from));
  return [name, ...counts(calls), `${(slowest / 1000).toFixed(1)} s`];
}

function counts(calls: readonly CallRecord[]): readonly Cell[] {
  const of = (...outcomes: readonly string[]): number =>
    calls.filter(({ outcome }) => outcomes.includes(outcome ?? '')).length;
  return [calls.length, of('right'), of('named'), of('lost', 'patience')];
}

function byCode({ calls }: Book): readonly (readonly Cell[])[] {
  const tally = new Tally();
  const examples = new Map<string, string>();
  for (const { outcome, code, message } of calls) {
    if (outcome === null || outcome === 'right') continue;
    const name = outcome === 'named' ? code : outcome;
    tally.add(name);
    if (!examples.has(name))
      examples.set(name, message.replaceAll(/\s+/g, ' ').replaceAll('|', '¦').slice(0, 160));
  }
  return tally.entries().map(([name, count]) => [name, count, examples.get(name) ?? '']);
}
