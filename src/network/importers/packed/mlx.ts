import { sizeOf } from '../tensors/named-tensor.ts';
import { streamField, wordsOf } from './bit-fields.ts';
import { numberHint, type PackedForm, packedWeight, present, stemBefore } from './packed-form.ts';

/** Bits and group sizes that mlx.core.quantize takes, the default first. */
const CHOICES = [4, 8, 2, 3, 6, 5].flatMap((bits) => [64, 32, 128].map((group) => ({ bits, group })));

/**
 * MLX: weight uint32 [.., outputs, inputs x bits / 32], fields along the inputs; scales and biases [.., outputs, groups]; weight = scale x field + bias.
 * Bits and group size stand in config.json (`quantization`). Source: ml-explore/mlx, quantize.
 */
export const mlx: PackedForm = {
  name: 'MLX',
  find(key, tensors, hints) {
    const stem = stemBefore(key, 'weight');
    if (stem === undefined || key.numberFormat !== 'uint32' || key.shape.length < 2) return undefined;
    const [scales, offsets] = ['scales', 'biases'].map((name) => tensors.get(stem + name));
    if (scales === undefined || scales.shape.slice(0, -1).join() !== key.shape.slice(0, -1).join()) return undefined;
    const parts = present(key, scales, offsets);
    const leading = key.shape.slice(0, -1);
    const outputs = sizeOf(leading);
    const [words, groups] = [key.shape.at(-1)!, scales.shape.at(-1)!];
    const refuse = (why: string) => ({ parts, name: key.name, reason: `MLX, not read: ${why}` });
    if (offsets === undefined) return refuse(`no tensor ${stem}biases (a mode other than affine)`);
    if (offsets.shape.join() !== scales.shape.join()) return refuse(`biases of shape ${offsets.shape.join(' x ')}`);
    const [statedBits, statedGroup] = [numberHint(hints, 'bits'), numberHint(hints, 'group_size')];
    const fitting = CHOICES.filter(({ bits, group }) => words * 32 === groups * group * bits);
    const choice =
      fitting.find(({ bits, group }) => bits === statedBits && group === statedGroup) ??
      (fitting.length === 1 || statedBits === undefined ? fitting[0] : undefined);
    if (choice === undefined) return refuse(`${words} words a row in ${groups} groups fit no bits and group size`);
    const { bits } = choice;
    const inputs = (words * 32) / bits;
    const isKnown = bits === statedBits || fitting.length === 1;
    const assumed = isKnown
      ? undefined
      : `no config.json with bits beside the file: ${bits} bits in groups of ${choice.group} assumed`;
    return packedWeight(
      parts,
      key.name,
      [...leading, inputs],
      `mlx${bits}`,
      () => {
        const [packed, factors, added] = [wordsOf(key.values), scales.values, offsets.values];
        const weights = new Float32Array(outputs * inputs);
        for (let output = 0; output < outputs; output++) {
          const from = output * words;
          for (let input = 0; input < inputs; input++) {
            const group = output * groups + Math.floor(input / choice.group);
            const field = streamField(packed, from, 1, input, bits);
            weights[output * inputs + input] = Math.fround(factors[group] * field) + added[group];
          }
        }
        return weights;
      },
      assumed,
    );
  },
};
