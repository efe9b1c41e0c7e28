// `${VAR}` in texts.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandText } from '../../../src/main/core/config/expand-text.ts';

const variables = new Map([
  ['A', 'one'],
  ['B', 'two'],
  ['EMPTY', ''],
  ['CODE', '${A}'],
  ['ProgramFiles(x86)', 'C:\\P'],
  ['secret:API.key-1', 'hush'],
]);
const lookup = (name: string): string | undefined => variables.get(name);

const escaped = (text: string): string => text.split('${').join('$${');

describe('expandText', () => {
  it.each([
    ['${A}', 'one'],
    ['x${A}y${B}', 'xoneytwo'],
    ['${env:A}', 'one'],
    ['${ProgramFiles(x86)}\\x', 'C:\\P\\x'],
    ['${secret:API.key-1}', 'hush'],
    ['Bearer ${secret:API.key-1}!', 'Bearer hush!'],
    ['${NONE:-${secret:API.key-1}}', 'hush'],
    ['$${secret:API.key-1}', '${secret:API.key-1}'],
    ['${EMPTY}', ''],
    ['${EMPTY:-d}', 'd'],
    ['${NONE:-}', ''],
    ['${NONE:-a b:c}', 'a b:c'],
    ['${A:-d}', 'one'],
    ['${NONE:-${B}}', 'two'],
    ['${NONE:-${NOT:-${A}!}?}', 'one!?'],
    ['${A:-${NONE}}', 'one'],
    ['$${A}', '${A}'],
    ['$$${A}', '$${A}'],
    ['$${', '${'],
    ['${NONE:-$${A}}', '${A}'],
    ['${A:-$${X}}', 'one'],
    ['${CODE}', '${A}'],
    ['$A $ $$ {A} }', '$A $ $$ {A} }'],
    ['', ''],
  ])('reads %j as %j', (source, text) => {
    expect(expandText(source, lookup)).toMatchObject({ text, missing: [], malformed: [] });
  });

  it('names each variable that is not set and has no default, once', () => {
    expect(expandText('${X}${Y:-${Z}}${X}${A}', lookup).missing).toEqual(['X', 'Z']);
  });

  it.each([
    ['${}', '${}'],
    ['${ A }', '${ A }'],
    ['${1A}', '${1A}'],
    ['${A-b}', '${A-b}'],
    ['${secret:}', '${secret:}'],
    ['${secret:1A}', '${secret:1A}'],
    ['${secret:A:-d}', '${secret:A:-d}'],
    ['${input:key}', '${input:key}'],
    ['${A', '${'],
    ['${NONE:-x', '${'],
    ['${NONE:-${B}', '${'],
    ['${sk/123+secret==}', '${'],
  ])('takes %j for no variable, and shows %j of it', (source, shown) => {
    expect(expandText(source, lookup).malformed).toEqual([shown]);
  });

  it('tells which values went in', () => {
    expect([...expandText('${A} ${NONE:-${B}} ${A}', lookup).used]).toEqual([
      ['A', 'one'],
      ['B', 'two'],
    ]);
  });

  it('leaves text alone that has no ${', () => {
    const plain = fc.string({ unit: 'binary' }).filter((text) => !text.includes('${'));
    fc.assert(
      fc.property(plain, (text) => {
        expect(expandText(text, lookup).text).toBe(text);
      }),
    );
  });

  it('gives any text back whose ${ are written $${', () => {
    const odd = fc.array(fc.constantFrom('$', '{', '}', 'A', ':-', 'x')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(odd, (text) => {
        expect(expandText(escaped(text), lookup)).toMatchObject({ text, missing: [] });
      }),
    );
  });

  it('never reads a value again, whatever is in it', () => {
    const odd = fc.array(fc.constantFrom('$', '{', '}', '${A}', 'x', '\n')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(odd, odd, (before, value) => {
        const text = `${escaped(before)}|\${V}|`;
        expect(expandText(text, (name) => (name === 'V' ? value : undefined)).text).toBe(
          `${before}|${value}|`,
        );
      }),
    );
  });

  it('ends soon on any mix of brackets', () => {
    const mix = fc.array(fc.constantFrom('${A:-', '${', '}', '$${', '${A}', 'x'), { maxLength: 2000 });
    fc.assert(
      fc.property(mix, (parts) => {
        const { text, malformed } = expandText(parts.join(''), lookup);
        expect(typeof text).toBe('string');
        expect(malformed.length).toBeLessThan(10);
      }),
    );
    expect(expandText('${N:-'.repeat(100_000), lookup).malformed).toEqual(['${']);
  });
});
