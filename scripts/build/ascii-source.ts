// Writes the built program in ASCII: V8 keeps the source of what runs in memory, and one character beyond Latin-1 makes all of
// its file take two bytes for each (docs/PERFORMANCE.md).

/** Escapes mean themselves there. */
const rawText = /String\.raw`[^`]*[^\p{ASCII}`][^`]*`/u;
/** A backslash and what it stands before, whatever that is; or one unit beyond ASCII. */
const escapedOrBeyond = /\\[^]|[\u0080-\uffff]/g;

/** A chunk, which has code, or a file that is taken as it is. */
interface Output {
  readonly source?: string | Uint8Array;
  code?: string;
}

/** A plugin of Rollup and its kin. */
export interface OutputPlugin {
  readonly name: string;
  readonly generateBundle: (options: unknown, bundle: Readonly<Record<string, Output>>) => void;
}

/** For the bundler: every chunk in ASCII. The last step, as those before it may print what they read. */
export function asciiSource(): OutputPlugin {
  const generateBundle: OutputPlugin['generateBundle'] = (_options, bundle) => {
    for (const output of Object.values(bundle))
      if (output.code !== undefined) output.code = inAscii(output.code);
  };
  return { name: 'ascii-source', generateBundle };
}

/** The same program, in ASCII. Throws where that cannot be, with the place. */
export function inAscii(code: string): string {
  const raw = rawText.exec(code);
  if (raw !== null)
    throw new Error(`A String.raw of the built program is not ASCII: ${JSON.stringify(raw[0].slice(0, 80))}`);
  // Also in expressions with the flag "u" two escapes are one character.
  return code.replace(escapedOrBeyond, (found) => {
    const unit = found.charCodeAt(found.length - 1);
    return unit < 0x80 ? found : `\\u${unit.toString(16).padStart(4, '0')}`;
  });
}
