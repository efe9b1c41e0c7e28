// Whether a message may hold a member whose name ends in a certain way, told without reading it.

/** Longer ones are searched by what searches long ones best, in bytes. */
const shortBytes = 1024;
const quote = 0x22;

/** `end`: ASCII, best with a capital first, as those are seldom. False: no name in `bytes` ends so. */
export function mayHoldName(bytes: Buffer, end: string): boolean {
  if (bytes.length > shortBytes) return bytes.includes(`${end}"`);
  const last = end.charCodeAt(end.length - 1);
  for (let at = end.length; at < bytes.length; at++)
    if (bytes[at] === quote && bytes[at - 1] === last && endsAt(bytes, at, end)) return true;
  return false;
}

function endsAt(bytes: Buffer, at: number, end: string): boolean {
  for (let index = 0; index < end.length; index++)
    if (bytes[at - end.length + index] !== end.charCodeAt(index)) return false;
  return true;
}
