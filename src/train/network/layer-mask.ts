import type { TrainedLayer } from './trained-network.ts';

/** Which weights of a layer are left, as a picture. */
export interface LayerMask {
  readonly layer: string;
  readonly rows: number;
  readonly columns: number;
  /** A bit for each weight, row by row, the first one highest; base64. */
  readonly bits: string;
}

/** Larger layers would take more of the record than all else. */
const MOST_WEIGHTS = 2 ** 20;

/** The mask of a pruned layer; undefined where all weights are there, or too many for a picture. */
export function layerMask({ name, rows, columns, kept }: TrainedLayer): LayerMask | undefined {
  if (kept === null || rows * columns > MOST_WEIGHTS) return undefined;
  const bytes = new Uint8Array(Math.ceil((rows * columns) / 8));
  for (const place of kept) bytes[place >> 3] |= 0x80 >> (place & 7);
  return { layer: name, rows, columns, bits: Buffer.from(bytes).toString('base64') };
}
