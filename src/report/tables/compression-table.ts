import type { NetworkCompression } from '../../compress/compress-network.ts';
import type { LayerCompression, TotalCompression } from '../../compress/compression-report.ts';
import type { Inferences } from '../../run/result.ts';
import { numberText, percentText } from '../text/number-text.ts';
import { type TextColumn, textTable } from '../text/text-table.ts';
import { accuracyText } from './run/inferences-text.ts';

type Row = TotalCompression & Partial<Pick<LayerCompression, 'name' | 'codesUsed' | 'codesAvailable'>>;

/** What compression did to each layer and to all, for people. */
export function renderCompression({
  layers,
  total,
  accuracy,
}: Pick<NetworkCompression, 'layers' | 'total'> & Pick<Inferences, 'accuracy'>): string {
  const rows: Row[] = [...layers, total];
  const column = (head: string, cell: (row: Row) => string, align: 'left' | 'right' = 'right'): TextColumn => ({
    head,
    cells: rows.map(cell),
    align,
  });
  const table = textTable([
    column('layer', ({ name }) => name ?? 'total', 'left'),
    column('weights', ({ weights }) => String(weights)),
    column('kept\n%', ({ density }) => percentText(density, 2)),
    column('padding\nzeros', ({ paddingZeros }) => String(paddingZeros)),
    column('codes\nused', ({ codesUsed, codesAvailable }) =>
      codesUsed === undefined ? '' : `${codesUsed}/${codesAvailable}`,
    ),
    column('bits per\nweight', ({ bitsPerWeight }) => numberText(bitsPerWeight)),
    column('with\nHuffman', ({ huffmanBitsPerWeight }) => numberText(huffmanBitsPerWeight)),
    column('bits per\nindex', ({ bitsPerIndex }) => numberText(bitsPerIndex)),
    column('with\nHuffman', ({ huffmanBitsPerIndex }) => numberText(huffmanBitsPerIndex)),
    column('mean square\nerror', ({ meanSquareError }) => numberText(meanSquareError)),
    column('SNR\ndB', ({ signalToNoiseDb }) => numberText(signalToNoiseDb)),
    column('satu-\nrations', ({ saturations }) => String(saturations)),
  ]);
  const bytes = textTable([
    column('bytes', ({ name }) => name ?? 'total', 'left'),
    column('fp32', ({ originalBytes }) => String(originalBytes)),
    column('codes', ({ codeBytes }) => String(codeBytes)),
    column('indices', ({ indexBytes }) => String(indexBytes)),
    column('pointers', ({ pointerBytes }) => String(pointerBytes)),
    column('codebook', ({ codebookBytes }) => String(codebookBytes)),
    column('biases', ({ biasBytes }) => String(biasBytes)),
    column('all', ({ compressedBytes }) => String(compressedBytes)),
    column('rate', ({ compressionRate }) => numberText(compressionRate)),
    column('with\nHuffman', ({ huffmanCompressionRate }) => numberText(huffmanCompressionRate)),
    column('as the\npaper', ({ paperCompressionRate }) => numberText(paperCompressionRate)),
    column('with\nHuffman', ({ paperHuffmanCompressionRate }) => numberText(paperHuffmanCompressionRate)),
  ]);
  const note = 'rate: of all that is stored; as the paper: without column pointers, as Deep Compression counts.';
  return `${[table, bytes, note, ...(accuracy === undefined ? [] : [accuracyText(accuracy)])].join('\n\n')}\n`;
}
