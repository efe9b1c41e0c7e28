// Text from anywhere as one harmless line: nothing in it can steer a terminal, fake a log line or reverse its reading.

const escape = String.fromCharCode(27);
const bell = String.fromCharCode(7);
/** ECMA-48 control sequences; strings up to their terminator; two-character sequences. No part can match twice. */
const escapeSequences = new RegExp(
  [
    String.raw`${escape}\[[0-?]*[ -/]*[@-~]`,
    String.raw`${escape}[\]PX^_][^${bell}${escape}]*(?:${bell}|${escape}\\)`,
    String.raw`${escape}[ -/]*(?![[\]PX^_])[0-~]`,
  ].join('|'),
  'g',
);
/** Controls but tab; line and paragraph separators; marks that change the direction of text; lone surrogates. */
const unsafe = /[^\P{Cc}\t]|[\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]|\p{Cs}/gu;
const names: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r` };

/** Takes colours and cursor movements out; shows other control characters as `\n`, `\u0007`, … */
export function plainText(text: string): string {
  return text
    .replace(escapeSequences, '')
    .replace(
      unsafe,
      (mark) => names[mark] ?? String.raw`\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
