import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvRow } from './csv-row.ts';

test('a row is its cells between commas, and ends as RFC 4180 has it', () => {
  assert.equal(csvRow(['1', 'two', '']), '1,two,\r\n');
});

test('commas, quotes and line breaks stay inside their cell', () => {
  assert.equal(csvRow(['a,b', 'a "b"', 'a\nb', 'a\rb']), '"a,b","a ""b""","a\nb","a\rb"\r\n');
});

for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
  test(`a cell that begins with ${JSON.stringify(start)} is no formula to a spreadsheet`, () => {
    const [cell = ''] = csvRow([`${start}HYPERLINK("http://evil.example","x")`]).split('\r\n');
    assert.match(cell, /^"'/);
    assert.ok(cell.includes('HYPERLINK(""http://evil.example"",""x"")'));
  });
}

test('a sign inside a cell is left alone', () => {
  assert.equal(csvRow(['a=b', '1-2', "'", '2026-01-31']), "a=b,1-2,',2026-01-31\r\n");
});
