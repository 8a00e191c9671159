/** Hands a text to the reader as a file, without any request. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  // What no file system takes, and what would lead out of the folder.
  link.download = name.replace(/[^\p{L}\p{N}._ -]/gu, '-');
  link.click();
  URL.revokeObjectURL(address);
}
