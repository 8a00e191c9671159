/**
 * Copies a text; false when the browser does not let the page. Without the clipboard (plain http to another
 * host has none) the field that shows the text is selected, and the older way of copying is tried on it.
 */
export async function copyText(text: string, field?: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.focus();
    field?.select();
    return field !== undefined && document.execCommand('copy');
  }
}
