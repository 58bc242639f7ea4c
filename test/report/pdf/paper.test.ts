import test from 'ava';
import type { ReportDocument } from '../../../src/report/documents/document.ts';
import { paperPdf } from '../../../src/report/pdf/paper.ts';
import { tableOf, wordColumn } from '../../../src/report/tables/report-table.ts';

const rows = Array.from({ length: 200 }, (_, k) => `row ${k}`);
const long = tableOf(
  'long',
  'A long table',
  [wordColumn('name', (row: string) => row), wordColumn('again', (row: string) => `${row} `.repeat(20))],
  rows,
);
const document: ReportDocument = {
  name: 'paper',
  title: 'A paper',
  headline: 'It holds',
  figures: [],
  about: 'What it is.',
  remarks: [],
  warnings: [],
  tables: [long],
  sections: [{ id: 'one', title: 'One', paragraphs: ['Words.'], tables: [long], charts: ['picture'] }],
  background: [],
  command: 'picojoule reproduce paper',
  tool: { name: 'picojoule', version: '0' },
};
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="200pt" viewBox="0 0 400 200"><rect width="400" height="200" fill="#123456"/></svg>';
const pictures = new Map([['picture', { title: 'Picture', note: 'A rectangle.', svg }]]);

test('a paper is a PDF of A4 pages; a table longer than a page goes on, and the same input gives the same bytes', async (t) => {
  const [once, twice] = [await paperPdf(document, pictures), await paperPdf(document, pictures)];
  t.true(Buffer.from(once).equals(Buffer.from(twice)));
  const text = Buffer.from(once).toString('latin1');
  t.regex(text, /^%PDF-/);
  const pages = [...text.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  t.true(pages.length > 3, `${pages.length}`);
  for (const [, width, height] of pages) t.deepEqual([width, height], ['595.28', '841.89']);
});

test('a picture that the document names and nobody drew is left out', async (t) => {
  const without = await paperPdf(document, new Map());
  t.true(without.length < (await paperPdf(document, pictures)).length);
});
