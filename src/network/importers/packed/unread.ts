import { formatShape, isInteger, type NamedTensor, splitName, type Tensors } from '../tensors/named-tensor.ts';
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
    const place = placeOf(key, tensors);
    const { leaf } = splitName(key.name);
    const known = KNOWN.find(
      ({ leaf: pattern, beside }) =>
        pattern.test(leaf) &&
        (beside === undefined || place.siblings.some((one) => beside.test(splitName(one.name).leaf))),
    );
    const isPacked =
      key.shape.length >= 2 &&
      place.siblings.some((one) => !isInteger(one) && COMPANIONS.test(one.name.slice(place.stem.length)));
    if (known === undefined && !isPacked) return undefined;
    const bits = numberHint(hints, 'bits', 'w_bit', 'num_bits');
    const form = known?.form ?? (hints.quantization?.quant_method as string | undefined) ?? 'packed integers';
    const beside = place.siblings.map((one) => splitName(one.name).leaf).join(', ');
    return {
      parts: [key, ...place.siblings],
      name: `${place.stem}weight`,
      reason: `${form}${bits === undefined ? '' : `, ${bits} bit`}, not read: ${leaf} (${key.numberFormat}, shape ${formatShape(key.shape)})${beside === '' ? '' : ` beside ${beside}`}`,
    };
  },
};

/** The other tensors of a tensor's module, its bias left out. */
function placeOf(key: NamedTensor, tensors: Tensors): { stem: string; siblings: NamedTensor[] } {
  const stem = splitName(key.name).stem.replace(/\bweight\.$/, '');
  const siblings =
    stem === ''
      ? []
      : [...tensors.values()].filter(
          (one) =>
            one !== key &&
            one.name.startsWith(stem) &&
            !/bias$/.test(one.name) &&
            !one.name.slice(stem.length).includes('.'),
        );
  return { stem, siblings };
}
