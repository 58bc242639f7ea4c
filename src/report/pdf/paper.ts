import type { ReportDocument } from '../documents/document.ts';
import { openPdf } from '../formats/pdfkit.ts';
import { svgSize } from '../formats/svg-text.ts';
import { microText } from '../tables/report-table.ts';
import type { Sheet } from './sheet.ts';
import { drawTable } from './table.ts';

/** A4, points. */
const PAGE = { width: 595.28, height: 841.89, margin: 50 } as const;
const TEXT = 9;
const BOTTOM = PAGE.height - PAGE.margin;

/** Room that must be left below a heading, so that it does not stand alone. */
const KEEP = 110;

/** Pictures of a document by the names of its charts: SVG whose unit is a point. */
export type Pictures = ReadonlyMap<string, { readonly title: string; readonly note: string; readonly svg: string }>;

/** A document in sections as a PDF of A4 pages, to be handed in: text, tables and vector charts, fonts embedded, pages numbered. */
export async function paperPdf(document: ReportDocument, pictures: Pictures): Promise<Uint8Array> {
  const { pdf, drawSvg, finish } = await openPdf(document.title, {
    size: [PAGE.width, PAGE.height],
    margin: PAGE.margin,
    bufferPages: true,
  });
  const sheet: Sheet = {
    pdf,
    left: PAGE.margin,
    width: PAGE.width - 2 * PAGE.margin,
    bottom: BOTTOM,
    need: (height) => {
      if (pdf.y + height > BOTTOM) pdf.addPage();
    },
  };
  const paragraph = (text: string, font: 'regular' | 'bold' = 'regular', size = TEXT, gap = 5) => {
    pdf.font(font).fontSize(size);
    sheet.need(Math.min(pdf.heightOfString(text, { width: sheet.width, lineGap: 1.5 }), 60));
    pdf.text(text, sheet.left, pdf.y, { width: sheet.width, lineGap: 1.5 });
    pdf.y += gap;
  };
  paragraph(document.title, 'bold', 15, 6);
  paragraph(`${document.headline}.`, 'bold', 10.5, 6);
  paragraph(document.about);
  for (const text of document.remarks) paragraph(microText(text));
  if (document.warnings.length > 0) paragraph(`Warnings of the runs: ${document.warnings.join('; ')}.`, 'regular', 7.5);
  if (document.command !== undefined)
    paragraph(`Made by ${document.command} (${document.tool.name} ${document.tool.version}).`, 'regular', 7.5);
  for (const { title, paragraphs, tables, charts } of document.sections ?? []) {
    sheet.need(KEEP);
    pdf.y += 8;
    paragraph(title, 'bold', 12, 4);
    for (const text of paragraphs) paragraph(microText(text));
    for (const name of charts) {
      const picture = pictures.get(name);
      if (picture === undefined) continue;
      const { svg, title: caption, note } = picture;
      const height = heightOf(svg, sheet.width);
      sheet.need(height + 30);
      pdf.y += drawSvg(svg, sheet.left, pdf.y, sheet.width) + 4;
      paragraph(`${caption}. ${note}`, 'regular', 7.5, 8);
    }
    for (const table of tables) drawTable(table, sheet);
  }
  numberPages(pdf);
  return finish();
}

/** Of a picture that is as wide as told. */
function heightOf(svg: string, width: number): number {
  const size = svgSize(svg);
  return (size.height * width) / size.width;
}

function numberPages(pdf: PDFKit.PDFDocument): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page);
    // below the margin a text would begin a page of its own
    pdf.page.margins.bottom = 0;
    pdf
      .font('regular')
      .fontSize(8)
      .text(`${page + 1} of ${count}`, PAGE.margin, BOTTOM + 14, {
        width: PAGE.width - 2 * PAGE.margin,
        align: 'right',
        lineBreak: false,
      });
  }
}
