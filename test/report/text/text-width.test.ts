import test from 'ava';
import PDFDocument from 'pdfkit';
import { fontFiles } from '../../../src/report/formats/fonts.ts';
import { textWidth } from '../../../src/report/text/text-width.ts';

const agrees = test.macro((t, text: string) => {
  const pdf = new PDFDocument();
  const files = fontFiles();
  const width = (file: string) =>
    Array.from(text).reduce((sum, character) => sum + pdf.font(file).fontSize(10).widthOfString(character), 0);
  t.true(Math.abs(textWidth(text, 10) - width(files.regular)) < 1e-3);
  t.true(Math.abs(textWidth(text, 10, true) - width(files.bold)) < 1e-3);
});

test('letters are as wide as the font file says', agrees, 'The quick brown fox jumps over the lazy dog 0123456789');
test('signs are as wide as the font file says', agrees, '!"#$%&()*+,-./:;<=>?@[]^_`{|}~µ×−…–°');
test('accented letters are as wide as the font file says', agrees, 'ÄÖÜäöüßéèñçÅřžŁ');

test('a character that the table does not know counts as one em', (t) => {
  t.is(textWidth('層', 12), 12);
});
