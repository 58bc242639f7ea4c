import type { ChartStyle } from '../picture/style.ts';
import { fontFiles } from './fonts.ts';
import { withResolution } from './png-resolution.ts';

/** SVG to PNG with our own font only: without one, resvg drops all text and says nothing. */
export async function pngOfSvg(svg: string, style: ChartStyle): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const { regular, bold } = fontFiles();
  const image = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'width', value: Math.round(style.width * style.pixelsPerUnit) },
    font: { loadSystemFonts: false, fontFiles: [regular, bold], defaultFontFamily: 'Arimo' },
  });
  const pixelsPerInch = style.pixelsPerUnit * (style.unit === 'pt' ? 72 : 96);
  return withResolution(image.render().asPng(), pixelsPerInch);
}
