// JSON as nobody prints it, but everybody may send it: as text, so that nothing of its form is lost on the way in.
import * as fc from 'fast-check';

const numbers = [
  '0',
  '-0',
  '1.0',
  '1e400',
  '-1E-400',
  '0.10',
  '1E+2',
  '9007199254740993',
  '123456789012345678901234567890',
  '3.141592653589793238462643383279',
];
/** Deeper than most readers of JSON are tried with. */
const deep = `${'[ {"a":'.repeat(400)}1e400${'} ]'.repeat(400)}`;
const strings = [
  '""',
  '"é"',
  '"\\u00e9"',
  '"\\u0041\\/b"',
  '"\\ud83d\\ude00"',
  '"😀"',
  '"\\ud800 alone"',
  '"\\u0000\\b\\f\\n\\r\\t"',
  '"a\u2028b"',
  '"\\"}]{["',
  '"__proto__"',
];
const keys = [
  '"a"',
  '"\\u0061"',
  '""',
  '"__proto__"',
  '"constructor"',
  '"é"',
  '"jsonrpc"',
  '"id"',
  '"result"',
  '"x/y.z"',
];

export const space = fc
  .array(fc.constantFrom(' ', '\n', '\t', '  ', '\r\n'), { maxLength: 2 })
  .map((parts) => parts.join(''));

export const numberText = fc.constantFrom(...numbers);
export const stringText = fc.oneof(
  fc.constantFrom(...strings),
  fc.string().map((text) => JSON.stringify(text)),
);

/** An id as a client may write it. */
export const idText = fc.oneof(
  fc.constantFrom('0', '-1', '1.0', '1e2', '9007199254740993', '123456789012345678901234567890'),
  fc.constantFrom('""', '"1"', '"\\u0031"', '"é"', '"\\"quoted\\""', '"' + 'x'.repeat(300) + '"'),
);

const { value, object } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false', deep),
    numberText,
    stringText,
    tie('object'),
    fc
      .tuple(fc.array(fc.tuple(space, tie('value'), space), { maxLength: 4 }), space)
      .map(
        ([items, blank]) => `[${items.length === 0 ? blank : items.map((item) => item.join('')).join(',')}]`,
      ),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...keys), tie('value')), { maxLength: 4 })
    .chain((members) => objectText(members.map(([key, text]) => [key, fc.constant(text)]))),
}));

/** Any value, as text. */
export const valueText = value;
/** An object of which some keys may stand twice, as text. */
export const anyObjectText = object;

/** An object with these members (keys as written, quotes included), with odd blanks between all tokens. */
export function objectText(
  members: readonly (readonly [key: string, value: fc.Arbitrary<string>])[],
): fc.Arbitrary<string> {
  const parts = members.map(([key, text]) =>
    fc.tuple(space, fc.constant(key), space, fc.constant(':'), space, text, space),
  );
  return fc
    .tuple(space, fc.tuple(...parts))
    .map(([blank, all]) => `{${all.length === 0 ? blank : all.map((part) => part.join('')).join(',')}}`);
}

/** As `objectText`, in any order, with up to three members more that nobody knows. */
export function messageText(
  members: readonly (readonly [key: string, value: fc.Arbitrary<string>])[],
): fc.Arbitrary<string> {
  const unknown = fc.array(fc.constantFrom('"odd"', '"\\u006fdd2"', '"é"', '"meta"'), { maxLength: 3 });
  return unknown
    .chain((names) =>
      fc.shuffledSubarray([...members, ...[...new Set(names)].map((name) => [name, valueText] as const)], {
        minLength: members.length + new Set(names).size,
      }),
    )
    .chain((all) => fc.tuple(space, objectText(all), space))
    .map((parts) => parts.join(''));
}
