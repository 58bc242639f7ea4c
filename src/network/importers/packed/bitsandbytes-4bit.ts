import { UserError } from '../../../base/user-error.ts';
import { sizeOf } from '../tensors/named-tensor.ts';
import { type PackedForm, packedWeight, present } from './packed-form.ts';

/** JSON of quant_state, as bytes. */
interface QuantState {
  readonly quant_type: string;
  readonly blocksize: number;
  readonly shape: readonly number[];
  readonly nested_blocksize?: number;
  readonly nested_offset?: number;
}

/**
 * NF4 and FP4 of bitsandbytes: weight uint8 [n / 2, 1], the high half of a byte first, codes of quant_map (16 values); absmax, the scale of each `blocksize`
 * weights, itself codes of nested_quant_map (256 values) x nested_absmax + nested_offset where it was quantised too; quant_state: JSON with the shape.
 * Source: bitsandbytes, functional.py (QuantState).
 */
export const bitsandbytes4bit: PackedForm = {
  name: 'bitsandbytes 4 bit',
  find(key, tensors, _hints, file) {
    const of = (part: string) => tensors.get(`${key.name}.${part}`);
    const kind = ['nf4', 'fp4'].find((one) => of(`quant_state.bitsandbytes__${one}`) !== undefined);
    if (kind === undefined || key.numberFormat !== 'uint8') return undefined;
    const state = of(`quant_state.bitsandbytes__${kind}`)!;
    const [absmax, map, nestedAbsmax, nestedMap] = ['absmax', 'quant_map', 'nested_absmax', 'nested_quant_map'].map(of);
    const parts = present(key, state, absmax, map, nestedAbsmax, nestedMap);
    const refuse = (why: string) => ({ parts, name: key.name, reason: `bitsandbytes ${kind}, not read: ${why}` });
    if (absmax === undefined || map?.values.length !== 16) return refuse('no absmax, or no quant_map of 16 values');
    const stated = parseState(state.values);
    if (stated === undefined) return refuse('quant_state is not the JSON of a shape and a blocksize');
    const { shape, blocksize, nested_blocksize: nestedSize = 256, nested_offset: offset = 0 } = stated;
    const count = sizeOf(shape);
    if (Math.ceil(count / 2) !== sizeOf(key.shape))
      return refuse(`${sizeOf(key.shape)} bytes for ${count} weights of shape ${shape.join(' x ')}`);
    if (Math.ceil(count / blocksize) !== absmax.shape[0])
      return refuse(`${absmax.shape[0]} scales for ${count} weights in blocks of ${blocksize}`);
    const isNested = absmax.numberFormat === 'uint8';
    if (isNested && (nestedMap?.values.length !== 256 || nestedAbsmax === undefined))
      return refuse('absmax is quantised, but there is no nested_quant_map of 256 values with nested_absmax');
    return packedWeight(parts, key.name, shape, kind, () => {
      const scales = Float32Array.from(absmax.values, (code, block) =>
        isNested
          ? Math.fround(nestedMap!.values[code] * (nestedAbsmax!.values[Math.floor(block / nestedSize)] ?? NaN)) +
            offset
          : code,
      );
      if (scales.some(Number.isNaN))
        throw UserError.at(
          { file, path: `${key.name}.nested_absmax` },
          'has fewer values than blocks of scales',
          'PACKED',
        );
      return Float32Array.from({ length: count }, (_, at) => {
        const code = (key.values[at >> 1] >> (at % 2 === 0 ? 4 : 0)) & 15;
        return map.values[code] * scales[Math.floor(at / blocksize)];
      });
    });
  },
};

function parseState(bytes: ArrayLike<number>): QuantState | undefined {
  try {
    const state = JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes))) as QuantState;
    const isWhole = (size: unknown): boolean => Number.isSafeInteger(size) && (size as number) > 0;
    return Array.isArray(state.shape) && state.shape.every(isWhole) && isWhole(state.blocksize) ? state : undefined;
  } catch {
    return undefined;
  }
}
