/** Cells that begin so are formulas to a spreadsheet, also in their full-width forms. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One row of CSV (RFC 4180). A cell that a spreadsheet would run as a formula (names, logins and user agents are
 * chosen by strangers) gets an apostrophe before it, which spreadsheets show as plain text.
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(text: string): string {
  const harmless = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
