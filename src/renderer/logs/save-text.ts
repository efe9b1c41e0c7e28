// Hands a text to the person as a file: the browser's own download, in the window as well.

export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on what is behind the address once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
