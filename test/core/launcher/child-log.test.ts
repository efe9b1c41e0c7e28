// What a child prints, made harmless and bounded on its way to the log.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChildLog } from '../../../src/main/core/launcher/child-log.ts';
import { cleanLogText, shorten } from '../../../src/main/core/launcher/log-text.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingSink } from '../../support/recorders.ts';

function openLog() {
  const clock = fakeClock();
  const sink = recordingSink();
  return { clock, sink, log: createChildLog('files', sink, clock) };
}

describe('text of a child on its way to the log', () => {
  it('loses colours, links, cursor movements and control characters', () => {
    const text =
      '\u001B[31mred\u001B[0m \u001B]8;;http://x\u0007link\u001B]8;;\u0007 \u001B[2Kend\u0000\u0008\u009B';
    expect(cleanLogText(Buffer.from(text))).toBe('red link end');
  });

  it('keeps tabs, letters of every script and emoji', () => {
    expect(cleanLogText(Buffer.from('a\tżółć 日本語 🙂'))).toBe('a\tżółć 日本語 🙂');
  });

  it('shows the last state of a line that was rewritten in place', () => {
    expect(cleanLogText(Buffer.from('10 %\r50 %\r100 %\r'))).toBe('100 %');
  });

  it('cannot break a line or turn its direction', () => {
    expect(cleanLogText(Buffer.from('safe\u2028fake\u202Eecruos'))).toBe('safe fake ecruos');
  });

  it('never holds a control character, whatever came', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(cleanLogText(Buffer.from(bytes))).not.toMatch(/[^\P{Cc}\t]/u);
      }),
    );
  });

  it('is shortened with a mark, and never inside of a character', () => {
    expect(shorten('12345', 5)).toBe('12345');
    expect(shorten('123456', 5)).toBe('1234…');
    expect(shorten('123🙂5', 5)).toBe('123…');
  });
});

describe('the log of a child', () => {
  it('takes stderr line by line, also the last without a line end', () => {
    const { log, sink } = openLog();
    for (const chunk of ['one\ntw', 'o\n\nthree']) log.stderr(Buffer.from(chunk));
    log.end();
    expect(sink.lines).toEqual(
      ['one', 'two', 'three'].map((text) => ({ source: 'files', level: 'info', text })),
    );
  });

  it('puts a character together that came in two chunks', () => {
    const { log, sink } = openLog();
    const bytes = Buffer.from('🙂\n');
    log.stderr(bytes.subarray(0, 2));
    log.stderr(bytes.subarray(2));
    expect(sink.lines.map(({ text }) => text)).toEqual(['🙂']);
  });

  it('cuts a long line with a mark', () => {
    const { log, sink } = openLog();
    log.stderr(Buffer.from(`${'x'.repeat(10_000)}\n`));
    log.noise(Buffer.from('y'.repeat(10_000)));
    expect(sink.lines[0]?.text).toBe(`${'x'.repeat(8192)}… [cut, 10000 bytes]`);
    expect(sink.lines[1]?.text).toBe(`stdout: ${'y'.repeat(8192)}… [cut, 10000 bytes]`);
  });

  it('names what stood on stdout and what was too long to be passed on', () => {
    const { log, sink } = openLog();
    log.noise(Buffer.from('Server ready'));
    log.overlong(Buffer.from('{"jsonrpc"'), 5000, 1024);
    expect(sink.lines).toEqual([
      { source: 'files', level: 'warn', text: 'stdout: Server ready' },
      {
        source: 'files',
        level: 'warn',
        text: 'A message of 5000 bytes was dropped: at most 1024 are taken. It began: {"jsonrpc"',
      },
    ]);
  });

  it('leaves out lines of a flood, says how many, and goes on when the flood is over', () => {
    const { log, sink, clock } = openLog();
    log.stderr(Buffer.from('flood\n'.repeat(50_000)));
    expect(sink.lines).toHaveLength(2000);
    clock.advance(1000);
    log.stderr(Buffer.from('calm\n'));
    expect(sink.lines.slice(2000).map(({ text }) => text)).toEqual([
      '… 48000 lines left out: they came faster than the log takes them',
      'calm',
    ]);
  });

  it('keeps the last lines for the reason of a failure, in a flood too', () => {
    const { log } = openLog();
    log.stderr(Buffer.from('flood\n'.repeat(5000)));
    log.stderr(Buffer.from(`${'z'.repeat(1000)}\nError: no key`));
    log.end();
    expect(log.tail()).toHaveLength(8);
    expect(log.tail().at(-1)).toBe('Error: no key');
    expect(log.tail().at(-2)).toHaveLength(300);
  });
});
