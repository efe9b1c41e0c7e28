// Hands data to the person as a file: the browser's own download, in the window as well. Nothing of it is ever opened as a
// page.

/** `name` is a suggestion; what could lead out of a folder is taken out of it. */
export function saveFile(name: string, parts: readonly BlobPart[]): void {
  // Whatever it is, it is a file to be saved.
  const url = URL.createObjectURL(new Blob([...parts], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = safeName(name);
  link.click();
  // The download has its own hold on what is behind the address once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function safeName(name: string): string {
  const plain = name
    .replaceAll(/[^\p{L}\p{N}._ -]/gu, '_')
    .replace(/^\.+/u, '')
    .slice(0, 120);
  return plain === '' ? 'download' : plain;
}
