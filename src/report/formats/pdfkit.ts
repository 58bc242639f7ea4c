import { fontFiles } from './fonts.ts';
import { svgSize, unsized } from './svg-text.ts';

/** A fixed date: the same input gives the same bytes. */
const NO_DATE = new Date(0);

/** A PDF being drawn: fonts are `regular` and `bold`, a unit is a point. */
export interface OpenPdf {
  readonly pdf: PDFKit.PDFDocument;
  /** Draws an SVG (a user unit is a point) with its upper left corner there, as wide as told. Returns its height. */
  readonly drawSvg: (svg: string, x: number, y: number, width: number) => number;
  /** Ends it and gives its bytes. */
  readonly finish: () => Promise<Uint8Array>;
}

/** Opens a PDF with the used part of Arimo embedded; its library is loaded with the first one. */
export async function openPdf(title: string, options: PDFKit.PDFDocumentOptions): Promise<OpenPdf> {
  const { default: Pdf } = await import('pdfkit');
  const { default: svgToPdf } = await import('svg-to-pdfkit');
  const info = { Title: title, Creator: 'picojoule', Producer: 'picojoule', CreationDate: NO_DATE, ModDate: NO_DATE };
  const pdf = new Pdf({ ...options, info });
  const { regular, bold } = fontFiles();
  pdf.registerFont('regular', regular);
  pdf.registerFont('bold', bold);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  return {
    pdf,
    drawSvg: (svg, x, y, width) => {
      const size = svgSize(svg);
      const scale = width / size.width;
      pdf.save().translate(x, y).scale(scale);
      // `252pt` would be scaled by 4/3, as if a user unit were a pixel, and the page would cut it off
      svgToPdf(pdf, unsized(svg), 0, 0, {
        ...size,
        assumePt: true,
        fontCallback: (_family, isBold) => (isBold ? 'bold' : 'regular'),
        warningCallback: (message) => {
          throw new Error(`svg-to-pdfkit: ${message}`);
        },
      });
      pdf.restore();
      return size.height * scale;
    },
    finish: async () => {
      pdf.end();
      await finished;
      return Buffer.concat(chunks);
    },
  };
}

/** SVG to a PDF of one page of exactly its size, vector. */
export async function pdfOfSvg(svg: string, title: string): Promise<Uint8Array> {
  const { width, height } = svgSize(svg);
  const { drawSvg, finish } = await openPdf(title, { size: [width, height], margin: 0 });
  drawSvg(svg, 0, 0, width);
  return finish();
}
