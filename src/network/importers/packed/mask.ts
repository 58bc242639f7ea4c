import { formatShape, isInteger, type NamedTensor, type Tensors } from '../tensors/named-tensor.ts';
import { type PackedForm, packedWeight, present, stemBefore } from './packed-form.ts';

/**
 * A pruning mask of 0 and 1 beside its weight: X_orig and X_mask of torch.nn.utils.prune are one weight X, so are parametrizations.X.original and
 * parametrizations.X.0.mask of torch.ao.pruning; fc.mask and fc.weight, fc.weight_mask and
 * fc.weight, W and W_mask are another way to write it.
 */
export const mask: PackedForm = {
  name: 'mask',
  find(key, tensors) {
    const target = maskedTensor(key, tensors);
    if (target === undefined || isInteger(target)) return undefined;
    const name = target.name.replace(/_orig$/, '').replace(PARAMETRIZED, '$1$2');
    const parts = present(target, key);
    if (target.shape.join() !== key.shape.join())
      return {
        parts,
        name,
        reason: `a weight with a mask, not read: the mask has shape ${formatShape(key.shape)}, the weight ${formatShape(target.shape)}`,
      };
    if (!key.values.every((value) => value === 0 || value === 1))
      return {
        parts,
        name,
        reason: `a weight with a mask, not read: the mask "${key.name}" holds other values than 0 and 1`,
      };
    return packedWeight(parts, name, target.shape, target.numberFormat, () =>
      target.values.map((value: number, at: number) => (key.values[at] === 0 ? 0 : value)),
    );
  },
};

/** What torch.nn.utils.parametrize makes of the name of a weight. */
const PARAMETRIZED = /(^|\.)parametrizations\.([^.]+)\.original$/;

/** The weight that a tensor masks, by its name. */
function maskedTensor(key: NamedTensor, tensors: Tensors): NamedTensor | undefined {
  const parametrized = /^(.*\bparametrizations\.[^.]+)\.\d+\.mask$/.exec(key.name);
  if (parametrized !== null) return tensors.get(`${parametrized[1]}.original`);
  for (const ending of ['_mask', '.mask', '/mask', 'mask']) {
    const stem = stemBefore(key, ending);
    if (stem === undefined) continue;
    const bare = stem.replace(/[._/]$/, '');
    const names = [
      `${bare}_orig`,
      bare,
      ...['.', '/', '_'].flatMap((one) => [`${bare}${one}weight`, `${bare}${one}kernel`]),
    ];
    const found = names.map((name) => tensors.get(name)).find((tensor) => tensor !== undefined && tensor !== key);
    if (found !== undefined) return found;
  }
  return undefined;
}
