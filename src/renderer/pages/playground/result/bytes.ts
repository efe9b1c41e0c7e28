// The bytes behind base64, and names for files made of them.

/** The bytes of base64; null for what is none. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
  } catch {
    return null;
  }
}

const extensions: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/markdown': 'md',
  'text/html': 'html',
  'text/csv': 'csv',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/gzip': 'gz',
  'application/zip': 'zip',
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
};

/** A name for a file of this kind: the last part of its address, or `fallback`. */
export function fileName(address: string | null, type: string | null, fallback: string): string {
  const last =
    address
      ?.split(/[?#]/u)[0]
      ?.split('/')
      .findLast((part) => part !== '') ?? fallback;
  const extension = type === null ? undefined : extensions[type.split(';')[0]?.trim() ?? ''];
  return extension === undefined || last.includes('.') ? last : `${last}.${extension}`;
}
