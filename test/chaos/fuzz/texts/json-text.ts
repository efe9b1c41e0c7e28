// JSON as nobody writes it, some of it no JSON at all. Texts, not values: what is odd about them would not survive as values.
import type { Random } from '../../kit/random.ts';

type Maker = (random: Random) => string;

const numbers = [
  '0',
  '-0',
  '1',
  '-1',
  '1.5',
  '1e999',
  '-1e-999',
  '9007199254740993',
  '1E+2',
  '01',
  '.5',
  '0x10',
] as const;
const strings = [
  '""',
  '"a"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"żółw 🙂"',
  '"\\/\\b\\f"',
  '"../../etc/passwd"',
  '"__proto__"',
  '"constructor"',
  '"a\nb"',
  '"unfinished',
] as const;
const literals = ['null', 'true', 'false', 'undefined', 'NaN', 'TRUE'] as const;
const keys = [
  'id',
  'method',
  'params',
  'result',
  'error',
  'jsonrpc',
  'name',
  '_meta',
  '__proto__',
  'toString',
  'a',
  '',
] as const;
const validNumbers = 9;
const validStrings = 10;
const validLiterals = 3;

/** A value, up to so many levels deep; often no JSON. */
export function jsonText(random: Random, depth = 3): string {
  const makers: [Maker, ...Maker[]] = [
    () => random.pick(numbers),
    () => random.pick(strings),
    () => random.pick(literals),
    () => String(random.int(-1000, 1000)),
    () => JSON.stringify('x'.repeat(random.int(0, random.chance(0.05) ? 100_000 : 100))),
  ];
  if (depth > 0) {
    const value: Maker = () => jsonText(random, depth - 1);
    makers.push(arrayOf(value), objectOf(value, 0.1), objectOf(value, 0.1));
  }
  return random.pick(makers)(random);
}

/** A value that is JSON, up to so many levels deep: what a careful reader lets through. */
export function valueText(random: Random, depth = 3): string {
  const makers: [Maker, ...Maker[]] = [
    () => numbers[random.int(0, validNumbers - 1)] ?? '0',
    () => strings[random.int(0, validStrings - 1)] ?? '""',
    () => literals[random.int(0, validLiterals - 1)] ?? 'null',
    () => JSON.stringify('x'.repeat(random.int(0, 100))),
  ];
  if (depth > 0) {
    const value: Maker = () => valueText(random, depth - 1);
    makers.push(arrayOf(value), objectOf(value, 0), objectOf(value, 0));
  }
  return random.chance(0.01) ? deepText(random, 1900) : random.pick(makers)(random);
}

/** Any value; mostly one that is JSON, so that what is odd about it is looked at. */
export function oddText(random: Random, depth = 3): string {
  return random.chance(0.75) ? valueText(random, depth) : jsonText(random, depth);
}

/** Deeper than any stack, and not always closed; with `depth` just that deep, and closed. */
export function deepText(random: Random, depth?: number): string {
  const levels = depth ?? random.int(1000, 100_000);
  const [open, close] = random.pick([['[', ']'] as const, ['{"a":', '}'] as const]);
  const isClosed = depth !== undefined || random.chance(0.7);
  return `${open.repeat(levels)}0${isClosed ? close.repeat(levels) : ''}`;
}

/** A few bytes changed, taken out, put in or repeated. */
export function mutated(random: Random, bytes: Buffer): Buffer {
  let text = bytes;
  for (let count = random.int(1, 3); count > 0 && text.length > 0; count--) {
    const at = random.int(0, text.length - 1);
    const until = Math.min(text.length, at + random.int(1, 20));
    const [before, middle, after] = [text.subarray(0, at), text.subarray(at, until), text.subarray(until)];
    const parts: readonly Buffer[] = random.pick([
      [before, random.bytes(random.int(1, 4)), after],
      [before, after],
      [before, middle, middle, after],
      [before],
      [before, Buffer.from([random.int(0, 255)]), middle, after],
    ]);
    text = Buffer.concat(parts);
  }
  return text;
}

/** An object of some of these members, each there with its probability; `oddity`: how often a value is any other. */
export function membersText(
  random: Random,
  oddity: number,
  members: readonly (readonly [probability: number, key: string, value: () => string])[],
): string {
  const there = members.filter(([probability]) => random.chance(probability));
  const printed = there.map(
    ([, key, value]) => `"${key}":${random.chance(oddity) ? oddText(random, 2) : value()}`,
  );
  return `{${printed.join(',')}}`;
}

function arrayOf(value: Maker): Maker {
  return (random) => `[${Array.from({ length: random.int(0, 4) }, () => value(random)).join(',')}]`;
}

/** Keys stand twice now and then, and with an `oddity` the object is none. */
function objectOf(value: Maker, oddity: number): Maker {
  return (random) => {
    const members = Array.from({ length: random.int(0, 5) }, () => {
      const key = random.chance(oddity) ? random.pick(strings) : JSON.stringify(random.pick(keys));
      return `${key}:${value(random)}`;
    });
    return `{${members.join(random.chance(oddity / 2) ? ' ' : ',')}}`;
  };
}
