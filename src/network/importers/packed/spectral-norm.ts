import { formatShape } from '../tensors/named-tensor.ts';
import { type PackedForm, packedWeight, parametrized, present, stemBefore } from './packed-form.ts';

/** Names of the raw weight and the two vectors: torch.nn.utils.spectral_norm, and its parametrization. */
const FORMS = [
  { raw: '_orig', u: '_u', v: '_v', name: (stem: string) => stem },
  {
    raw: '.original',
    u: '.0._u',
    v: '.0._v',
    name: parametrized,
  },
];

/** spectral_norm of PyTorch as it evaluates: weight = W / (u W v), W as a matrix of its first axis x all others (Miyato et al. 2018). */
export const spectralNorm: PackedForm = {
  name: 'spectral_norm',
  find(key, tensors) {
    for (const form of FORMS) {
      const stem = stemBefore(key, form.raw);
      const [u, v] = [form.u, form.v].map((ending) => (stem === undefined ? undefined : tensors.get(stem + ending)));
      if (stem === undefined || u === undefined || v === undefined || key.shape.length < 2) continue;
      const parts = present(key, u, v);
      const columns = key.values.length / key.shape[0];
      if (u.values.length !== key.shape[0] || v.values.length !== columns)
        return {
          parts,
          name: form.name(stem),
          reason: `spectral_norm, not read: vectors of ${u.values.length} and ${v.values.length} values for ${formatShape(key.shape)} (an axis other than the first?)`,
        };
      return packedWeight(parts, form.name(stem), key.shape, key.numberFormat, () => {
        let sigma = 0;
        key.values.forEach((value: number, at: number) => {
          sigma += u.values[Math.floor(at / columns)] * value * v.values[at % columns];
        });
        return Float32Array.from(key.values, (value) => value / sigma);
      });
    }
    return undefined;
  },
};
