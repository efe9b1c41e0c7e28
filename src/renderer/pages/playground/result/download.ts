// Hands data to the browser as a file. Nothing of it is ever opened as a page.

/** `name` is a suggestion; what could lead out of a folder is taken out of it. */
export function download(name: string, parts: readonly BlobPart[]): void {
  // Whatever it is, it is a file to be saved.
  const url = URL.createObjectURL(new Blob([...parts], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = safeName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

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

function safeName(name: string): string {
  const plain = name
    .replaceAll(/[^\p{L}\p{N}._ -]/gu, '_')
    .replace(/^\.+/u, '')
    .slice(0, 120);
  return plain === '' ? 'download' : plain;
}
