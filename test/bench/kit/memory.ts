// Sizes as words.

/** "Patchbay 96 MB". */
export function describeMemory(name: string, bytes: number | null): string {
  return bytes === null ? `${name} unknown` : `${name} ${(bytes / 1e6).toFixed(0)} MB`;
}
