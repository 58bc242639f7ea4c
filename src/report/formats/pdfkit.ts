import { fontFiles } from './fonts.ts';
import { svgSize, unsized } from './svg-text.ts';

/** A fixed date: the same input gives the same bytes. */
const NO_DATE = new Date(0);

/** SVG to a PDF of one page of exactly its size (a user unit is a point), vector, with the used part of Arimo embedded. */
export async function pdfOfSvg(svg: string, title: string): Promise<Uint8Array> {
  const { default: Pdf } = await import('pdfkit');
  const { default: svgToPdf } = await import('svg-to-pdfkit');
  const { width, height } = svgSize(svg);
  const info = { Title: title, Creator: 'picojoule', Producer: 'picojoule', CreationDate: NO_DATE, ModDate: NO_DATE };
  const pdf = new Pdf({ size: [width, height], margin: 0, info });
  const { regular, bold } = fontFiles();
  pdf.registerFont('regular', regular);
  pdf.registerFont('bold', bold);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  // `252pt` would be scaled by 4/3, as if a user unit were a pixel, and the page would cut it off
  svgToPdf(pdf, unsized(svg), 0, 0, {
    width,
    height,
    assumePt: true,
    fontCallback: (_family, isBold) => (isBold ? 'bold' : 'regular'),
    warningCallback: (message) => {
      throw new Error(`svg-to-pdfkit: ${message}`);
    },
  });
  pdf.end();
  await finished;
  return Buffer.concat(chunks);
}
