import { formatShape, isInteger, type NamedTensor, splitName } from '../tensors/named-tensor.ts';
import { numberHint, type PackedForm } from './packed-form.ts';

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
  { form: 'quanto', leaf: /^_data$|\b_data$/, beside: /_scale|_shift/ },
  { form: 'GPTQ or AWQ', leaf: /^qweight$/ },
  { form: 'compressed-tensors', leaf: /^weight_packed$/ },
  { form: 'MXFP4', leaf: /blocks$/, beside: /scales$/ },
];

const COMPANIONS = /(^|[._])q?(scale|zero|absmax|codebook|centroid|lookup|lut|quant)/i;

/**
 * Integers that look like packed weights of a form that is not read, known by name or only by a scale, zero point or table beside them: refused, with every
 * tensor of the same place, so that none of them is taken for a layer.
 */
export const unread: PackedForm = {
  name: 'packed',
  find(key, tensors, hints) {
    if (!isInteger(key) || key.shape.length === 0) return undefined;
    const { leaf } = splitName(key.name);
    const stem = moduleOf(key);
    const inside = stem === '' ? [] : [...tensors.values()].filter((one) => one !== key && isInside(one, stem));
    const rest = ({ name }: NamedTensor): string => name.slice(stem.length);
    const known = KNOWN.find(
      ({ leaf: pattern, beside }) =>
        pattern.test(leaf) && (beside === undefined || inside.some((one) => beside.test(rest(one)))),
    );
    const siblings = inside.filter((one) => !rest(one).includes('.') || known?.beside?.test(rest(one)));
    const isPacked = key.shape.length >= 2 && siblings.some((one) => !isInteger(one) && COMPANIONS.test(rest(one)));
    if (known === undefined && !isPacked) return undefined;
    const bits = numberHint(hints, 'bits', 'w_bit', 'num_bits');
    const form = known?.form ?? (hints.quantization?.quant_method as string | undefined) ?? 'packed integers';
    const beside = siblings.map(rest).join(', ');
    return {
      parts: [key, ...siblings],
      name: `${stem}weight`,
      reason: `${form}${bits === undefined ? '' : `, ${bits} bit`}, not read: ${leaf} (${key.numberFormat}, shape ${formatShape(key.shape)})${beside === '' ? '' : ` beside ${beside}`}`,
    };
  },
};

/** Name of the module that a tensor belongs to, with its separator. */
function moduleOf({ name }: NamedTensor): string {
  return splitName(name).stem.replace(/\bweight\.$/, '');
}

/** A bias belongs to the layer however its weight is packed. */
function isInside({ name }: NamedTensor, stem: string): boolean {
  return name.startsWith(stem) && !name.endsWith('bias');
}
