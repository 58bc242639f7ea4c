import { formatShape, isInteger, type NamedTensor, splitName, type Tensors } from '../tensors/named-tensor.ts';
import { type Hints, numberHint, type PackedForm, type PackedWeight } from './packed-form.ts';

/** Packed forms that are known and not read: the tensor that tells, and what must stand beside it. */
const KNOWN: readonly { readonly form: string; readonly leaf: RegExp; readonly beside?: RegExp }[] = [
  { form: 'AQLM', leaf: /^codes$/, beside: /^codebooks$/ },
  { form: 'QuIP#', leaf: /^Qidxs/ },
  { form: 'EXL2', leaf: /^q_weight$/, beside: /^q_(scale|groups|invperm)/ },
  { form: 'EXL3', leaf: /^trellis$/ },
  { form: 'HQQ', leaf: /^W_q$/ },
  { form: 'VPTQ', leaf: /^(res_)?indices$/, beside: /^(res_)?centroids/ },
  { form: 'Marlin', leaf: /^B(_24)?$/, beside: /^s$/ },
  { form: 'marlin-24', leaf: /^weight_packed$/, beside: /^(meta|scale_packed)$/ },
  { form: '2:4 sparse (CUTLASS)', leaf: /^(weight_)?packed$/, beside: /^(weight_)?meta$/ },
  { form: 'EETQ', leaf: /^q?weight$/, beside: /^weight_scales$/ },
  { form: 'torchao', leaf: /qdata$/, beside: /scale/ },
  { form: 'quanto', leaf: /^_data$/, beside: /_shift$/ },
  { form: 'sparse rows or columns of PyTorch', leaf: /^(weight_)?c(row|col)_indices$/, beside: /^(weight_)?values$/ },
  { form: 'sparse coordinates of PyTorch', leaf: /^(weight_)?indices$/, beside: /^(weight_)?values$/ },
  { form: 'GPTQ or AWQ', leaf: /^qweight$/ },
  { form: 'compressed-tensors', leaf: /^weight_packed$/ },
  { form: 'MXFP4', leaf: /blocks$/, beside: /scales$/ },
];

const COMPANIONS = /(^|[._])q?(scale|zero|absmax|codebook|centroid|lookup|lut|quant)/i;

/**
 * Packed forms that are known by the names of their tensors and not read: refused, with every tensor of the same place, so that none of them is taken for a layer.
 */
export const knownUnread: PackedForm = {
  name: 'known, not read',
  find(key, tensors, hints) {
    if (!isInteger(key) || key.shape.length === 0) return undefined;
    const { leaf } = splitName(key.name);
    const { stem, inside, rest } = placeOf(key, tensors);
    const known = KNOWN.find(
      ({ leaf: pattern, beside }) =>
        pattern.test(leaf) && (beside === undefined || inside.some((one) => beside.test(rest(one)))),
    );
    if (known === undefined) return undefined;
    const siblings = inside.filter((one) => !rest(one).includes('.') || known.beside?.test(rest(one)));
    return refused(known.form, key, siblings, stem, hints);
  },
};

/** Integers of two or more dimensions that look like packed weights of no form that is known: a scale, zero point or table stands beside them. */
export const looksPacked: PackedForm = {
  name: 'looks packed',
  find(key, tensors, hints) {
    if (!isInteger(key) || key.shape.length < 2) return undefined;
    const { stem, inside, rest } = placeOf(key, tensors);
    const siblings = inside.filter(
      (one) =>
        !rest(one)
          .replace(/^weight\./, '')
          .includes('.'),
    );
    if (!siblings.some((one) => !isInteger(one) && COMPANIONS.test(rest(one)))) return undefined;
    const method = hints.quantization?.quant_method;
    return refused(typeof method === 'string' ? method : 'packed integers', key, siblings, stem, hints);
  },
};

/** A weight that a parametrization of PyTorch computes, of a kind that is not known: its stored tensors are not the weight. */
export const unknownParametrization: PackedForm = {
  name: 'parametrization',
  find(key, tensors) {
    const [, stem, name] = /^(.*\bparametrizations\.([^.]+)\.)original\d*$/.exec(key.name) ?? [];
    if (stem === undefined || key.shape.length < 2) return undefined;
    const parts = [...tensors.values()].filter((one) => one.name.startsWith(stem));
    const rest = parts.map((one) => one.name.slice(stem.length)).join(', ');
    const module = stem.slice(0, stem.indexOf('parametrizations.'));
    return { parts, name: `${module}${name}`, reason: `a parametrization of PyTorch, not read: ${rest}` };
  },
};

function refused(
  form: string,
  key: NamedTensor,
  siblings: readonly NamedTensor[],
  stem: string,
  hints: Hints,
): PackedWeight {
  const bits = numberHint(hints, 'bits', 'w_bit', 'num_bits');
  const beside = siblings.map(({ name }) => name.slice(stem.length)).join(', ');
  const found = `${splitName(key.name).leaf} (${key.numberFormat}, shape ${formatShape(key.shape)})`;
  return {
    parts: [key, ...siblings],
    name: `${stem}weight`,
    reason: `${form}${bits === undefined ? '' : `, ${bits} bit`}, not read: ${found}${beside === '' ? '' : ` beside ${beside}`}`,
  };
}

/** The module that a tensor belongs to, with its separator, and what else is inside it; a bias belongs to the layer however its weight is packed. */
function placeOf(
  key: NamedTensor,
  tensors: Tensors,
): { stem: string; inside: readonly NamedTensor[]; rest: (one: NamedTensor) => string } {
  const stem = splitName(key.name).stem.replace(/\bweight\.$/, '');
  const isInside = (one: NamedTensor) => one !== key && one.name.startsWith(stem) && !one.name.endsWith('bias');
  return {
    stem,
    inside: stem === '' ? [] : [...tensors.values()].filter(isInside),
    rest: ({ name }) => name.slice(stem.length),
  };
}
