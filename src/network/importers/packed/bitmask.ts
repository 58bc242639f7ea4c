import { UserError } from '../../../base/user-error.ts';
import { type PackedForm, packedWeight, present, stemBefore, weightName } from './packed-form.ts';

/** Names of the kept values: compressed-tensors', and what others may say. */
const KEPT = ['compressed', 'values', 'nonzeros', 'data'];

/**
 * sparse-bitmask and sparse-24-bitmask of compressed-tensors: compressed, the kept values row after row (1-D, or [rows, columns / 2] in the 2:4 form);
 * bitmask uint8 [rows, ceil(columns / 8)], low bit first, 1 where a value is kept; shape; row_offsets, which the mask repeats.
 * Source: vllm-project/compressed-tensors.
 */
export const bitmask: PackedForm = {
  name: 'sparse-bitmask',
  find(key, tensors, _hints, file) {
    const stem = KEPT.map((ending) => stemBefore(key, ending)).find((one) => one !== undefined);
    if (stem === undefined) return undefined;
    const [mask, shape, offsets] = ['bitmask', 'shape', 'row_offsets'].map((name) => tensors.get(stem + name));
    if (mask?.shape.length !== 2 || mask.numberFormat !== 'uint8') return undefined;
    const parts = present(key, mask, shape, offsets);
    const name = weightName(stem);
    const [rows, maskBytes] = mask.shape as [number, number];
    const columns = shape === undefined ? (key.shape.length === 2 ? 2 * key.shape[1] : undefined) : shape.values[1];
    if (
      columns === undefined ||
      Math.ceil(columns / 8) !== maskBytes ||
      (shape !== undefined && shape.values[0] !== rows)
    )
      return {
        parts,
        name,
        reason: `sparse-bitmask, not read: a mask of ${rows} x ${maskBytes} bytes and no shape that fits it`,
      };
    return packedWeight(parts, name, [rows, columns], key.numberFormat, () => {
      const weights = new Float64Array(rows * columns);
      let kept = 0;
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
          if ((mask.values[row * maskBytes + (column >> 3)] >> (column & 7)) & 1)
            weights[row * columns + column] = key.values[kept++];
      if (kept !== key.values.length)
        throw UserError.at(
          { file, path: key.name },
          `the bitmask keeps ${kept} values, ${key.values.length} are there`,
          'PACKED',
        );
      return key.values instanceof Float32Array ? Float32Array.from(weights) : weights;
    });
  },
};
