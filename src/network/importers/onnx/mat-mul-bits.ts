import { packedCode } from '../../graph/operators/quantization.ts';
import type { NodeProto } from './model.ts';
import { NO_WEIGHT, type NodeLayers, type Operand } from './node-layers.ts';

/**
 * ONNX Runtime's MatMulNBits: B [N, blocks, block bytes] holds N x K codes of 2, 4 or 8 bits, low bits first, in blocks of block_size along K;
 * weight = (code - zero point) x scale, scales [N x blocks]; zero points [N, bytes] are packed as the codes are, each row of N apart, or are numbers of the kind
 * of the scales; without them the middle code stands for 0.
 */
export function matMulBits(constant: Operand, attributes: NodeProto['attributes']): NodeLayers {
  const { K: columns = 0, N: rows = 0, bits = 4, block_size: block = 0 } = attributes as Record<string, number>;
  const [codes, scales, zeros, order, bias] = [1, 2, 3, 4, 5].map(constant);
  if (codes === undefined || scales === undefined) return NO_WEIGHT;
  if (![2, 4, 8].includes(bits) || !(block >= 16)) return { reason: `${bits} bits in blocks of ${block}` };
  const blocks = Math.ceil(columns / block);
  const blockBytes = (block * bits) / 8;
  const isPacked = zeros?.type === 'uint8';
  const zeroBytes = Math.ceil((blocks * bits) / 8);
  if (codes.values.length !== rows * blocks * blockBytes || scales.values.length !== rows * blocks)
    return {
      reason: `B of shape [${codes.shape.join(', ')}] and ${scales.values.length} scales do not fit ${rows} x ${columns} in blocks of ${block}`,
    };
  if (zeros !== undefined && zeros.values.length !== (isPacked ? rows * zeroBytes : rows * blocks))
    return { reason: `${zeros.values.length} zero points for ${rows} x ${blocks} blocks` };
  if (order?.values.some((group, column) => group !== Math.floor(column / block)))
    return { reason: 'columns in another order (g_idx) are not read' };
  const zeroOf = (row: number, at: number): number => {
    if (zeros === undefined) return 2 ** (bits - 1);
    return isPacked ? packedCode(zeros.values, row * zeroBytes, at, bits) : zeros.values[row * blocks + at];
  };
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const at = Math.floor(column / block);
      const code = packedCode(codes.values, (row * blocks + at) * blockBytes, column % block, bits);
      values[row * columns + column] = (code - zeroOf(row, at)) * scales.values[row * blocks + at];
    }
  const matrix = { kind: 'dense', rows, columns, values } as const;
  const numberFormat = `uint${bits}`;
  return {
    layers: [
      { kind: 'fullyConnected', shape: [rows, columns], numberFormat, matrix, ...(bias && { bias: bias.values }) },
    ],
    suffixes: [''],
    weight: codes.name,
    biases: [scales, zeros, order, bias].flatMap((one) => one?.name ?? []),
    held: [1, 2, 3, 4, 5],
    attributes: { weightShape: [columns, rows] },
  };
}
