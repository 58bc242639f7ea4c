import type { LayerCompression } from '../../compress/compression-report.ts';

/** What the chart of compression reads of the record of `picojoule compress --json`. */
export interface CompressionRecord {
  readonly layers: readonly Pick<
    LayerCompression,
    'name' | 'bitsPerWeight' | 'bitsPerIndex' | 'huffmanBitsPerWeight' | 'huffmanBitsPerIndex'
  >[];
}
