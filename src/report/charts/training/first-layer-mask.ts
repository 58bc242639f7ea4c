import type { LayerMask } from '../../../train/network/layer-mask.ts';
import type { TrainingResult } from '../../../train/run/training-result.ts';
import { frame } from '../../picture/frame.ts';
import { pngBytes } from '../../picture/png-bytes.ts';
import type { ChartStyle } from '../../picture/style.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Weights of the first layer that are left';

/** A small picture has more pixels than weights, so that nothing smooths them away. */
const PIXELS = 500;

/** Bits of the rows. */
function masked({ bits, rows, columns }: LayerMask): Uint8Array[] {
  const bytes = Buffer.from(bits, 'base64');
  const bit = (place: number) => (bytes[place >> 3] >> (7 - (place & 7))) & 1;
  return Array.from({ length: rows }, (_, row) =>
    Uint8Array.from({ length: columns }, (__, column) => bit(row * columns + column)),
  );
}

function isConvolution({ network }: TrainingResult): boolean {
  return network.layers[0].kind !== 'fullyConnected';
}

/** Columns of a row of the image: the weights of each lie side by side in a band. */
function bandOf(record: TrainingResult, { columns }: LayerMask): number | undefined {
  const [, , width] = record.network.input ?? [];
  return width !== undefined && !isConvolution(record) && width < columns ? width : undefined;
}

/** Which weights of the first layer pruning left, a dot each: of images the rows show as bands, and no weight is left where nothing is ever lit (Han et al. 2015, Fig. 4). */
export const firstLayerMask: ChartOf<'training'> = {
  name: 'first-layer-mask',
  title,
  subject: 'training',
  obstacle: ({ mask }) =>
    mask === undefined ? 'no weight of the first layer is pruned, or it has more than a million' : undefined,
  draw: (record, style) => {
    const mask = record.mask!;
    const left = masked(mask);
    const rows = left.map((row, output) => ({ output, kept: row.reduce((sum, bit) => sum + bit, 0) }));
    const height = Math.min(style.fontSize * 17, style.height * 0.6);
    const outputs = {
      field: 'output',
      type: 'quantitative',
      title: isConvolution(record) ? 'Kernel' : 'Output',
      scale: { domain: [mask.rows, 0], nice: false },
      axis: { grid: false, tickMinStep: 1 },
    };
    return frame(style, title, rows, {
      height,
      layer: [
        {
          data: { values: [{ image: pictureOf(left) }] },
          mark: {
            type: 'image',
            width: { expr: 'width' },
            height: { expr: 'height' },
            aspect: false,
            aria: false,
            align: 'left',
            baseline: 'top',
          },
          encoding: { x: { value: 0 }, y: { value: 0 }, url: { field: 'image', type: 'nominal' } },
        },
        {
          data: { values: rows.slice(0, 1) },
          mark: { type: 'point', opacity: 0 },
          encoding: { x: inputAxis(record, mask, style), y: outputs },
        },
      ],
    });
  },
};

/** The inputs; of images with a tick where each row of pixels begins, and a number at as many as there is room for. */
function inputAxis(record: TrainingResult, mask: LayerMask, { width, fontSize }: ChartStyle) {
  const [{ columns }, band] = [mask, bandOf(record, mask)];
  const x = { field: 'kept', type: 'quantitative', scale: { domain: [0, columns], nice: false } };
  if (band === undefined)
    return {
      ...x,
      title: isConvolution(record) ? 'Weight of the kernel' : 'Input',
      axis: { grid: false, tickMinStep: 1 },
    };
  const values = Array.from({ length: Math.floor(columns / band) + 1 }, (_, k) => k * band);
  const every = band * Math.max(1, Math.ceil((values.length * fontSize * 4) / width));
  const labelExpr = `datum.value % ${every} === 0 ? datum.label : ''`;
  const axis = { grid: false, values, tickCount: values.length, labelExpr, labelOverlap: false };
  return { ...x, title: `Input (a tick at each row of ${band} pixels)`, axis };
}

/** The mask as a picture inside of a URL: weights that are left are dark. */
function pictureOf(left: readonly Uint8Array[]): string {
  const scale = Math.ceil(PIXELS / Math.max(left.length, left[0].length));
  const pixels = left.flatMap((row) => {
    const wide = Uint8Array.from({ length: row.length * scale }, (_, k) => row[Math.floor(k / scale)]);
    return Array.from({ length: scale }, () => wide);
  });
  return `data:image/png;base64,${Buffer.from(pngBytes(pixels)).toString('base64')}`;
}
