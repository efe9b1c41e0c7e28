// How far a long string goes on without anything that means something in JSON: sixteen bytes at a time, by a few
// instructions of WebAssembly, as scripts look at one. Where there is no WebAssembly, one at a time.

/**
 * Index of the first quote, backslash or control character in the first `length` bytes of `window`, at or after `from`;
 * `length` or more when there is none.
 */
type FindStop = (from: number, length: number) => number;

interface Finder {
  /** What is looked at has to be copied here. */
  readonly window: Uint8Array;
  readonly find: FindStop;
}

/** The most that is looked at in one go. Sixteen bytes behind it are read, too. */
export const windowBytes = 65_520;

const pageBytes = 65_536;
const [i32, v128, nothing] = [0x7f, 0x7b, 0x40];
const [block, loop, when, end, branch, branchIf, leave] = [0x02, 0x03, 0x04, 0x0b, 0x0c, 0x0d, 0x0f];
const [get, set, tee, constant] = [0x20, 0x21, 0x22, 0x41];
const [isAtLeast, add, trailingZeros] = [0x4f, 0x6a, 0x68];
const [load, splat, isEqual, isBelow, either] = [
  [0xfd, 0],
  [0xfd, 0x0f],
  [0xfd, 0x23],
  [0xfd, 0x26],
  [0xfd, 0x50],
];
const bitMask = [0xfd, 0x64];
const [from, length, bytes, found] = [0, 1, 2, 3];
const [space, quote] = [0x20, 0x22];
/** A number above 63 takes two bytes. */
const backslash = [0xdc, 0x00];

/* prettier-ignore */
const body = [
  2, 1, v128, 1, i32,
  block, nothing,
    loop, nothing,
      get, from, get, length, isAtLeast, branchIf, 1,
      get, from, ...load, 0, 0, tee, bytes, constant, space, ...splat, ...isBelow,
      get, bytes, constant, quote, ...splat, ...isEqual, ...either,
      get, bytes, constant, ...backslash, ...splat, ...isEqual, ...either,
      ...bitMask, tee, found,
      when, nothing,
        get, from, get, found, trailingZeros, add, leave,
      end,
      get, from, constant, 16, add, set, from,
      branch, 0,
    end,
  end,
  get, length,
  end,
];

/* prettier-ignore */
const program = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  // (func (param i32 i32) (result i32)), one page of memory, exported as "f" and "m".
  1, 7, 1, 0x60, 2, i32, i32, 1, i32,
  3, 2, 1, 0,
  5, 3, 1, 0, 1,
  7, 9, 2, 1, 0x66, 0, 0, 1, 0x6d, 2, 0,
  10, body.length + 2, 1, body.length, ...body,
);

/** As much as is used here of what every runtime has. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: { readonly f: FindStop; readonly m: { readonly buffer: ArrayBuffer } };
  };
};

/** The fast one; null where it cannot run. */
export function assembledFinder(): Finder | null {
  try {
    const { f, m } = new WebAssembly.Instance(new WebAssembly.Module(program)).exports;
    return { window: new Uint8Array(m.buffer), find: f };
  } catch {
    // Old processors, little address space, or a runtime that forbids it.
    return null;
  }
}

/** The plain one. */
export function scriptedFinder(): Finder {
  const window = new Uint8Array(pageBytes);
  const find: FindStop = (at, most) => {
    for (let index = at; index < most; index++) {
      const byte = window[index];
      if (byte === undefined || byte < 0x20 || byte === 0x22 || byte === 0x5c) return index;
    }
    return most;
  };
  return { window, find };
}

let finder: Finder | null = null;

/** Made when the first long string comes. What it holds is of no use to anybody after a call. */
export function plainRuns(): Finder {
  return (finder ??= assembledFinder() ?? scriptedFinder());
}
