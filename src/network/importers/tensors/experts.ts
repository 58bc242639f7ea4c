import { permuteAxes } from '../../permute-axes.ts';
import { lazyTensor, type NamedTensor, splitName, type Tensors } from './named-tensor.ts';

/** Partners of a fused expert: what widens and what narrows. */
const WIDENS = /(gate_up_proj|gate_proj|up_proj|w1|w3|input_linear|mlp1|wi|wi_0|wi_1)/;
const NARROWS = /(down_proj|w2|output_linear|mlp2|wo)/;

/** Whether a tensor of three axes holds one matrix for each expert of a mixture. */
export function isFusedExperts({ name, shape }: NamedTensor): boolean {
  return shape.length === 3 && FUSED.test(name) && !/expert\w*[._/]\d+[._/]/.test(name);
}

const FUSED = /(^|[._/])(\w*experts?\w*|\w*moe|switch_mlp)([._/]|$)|(^|[._/])(gate_up_proj|down_proj|mlp[12]_weight)$/;

/** The experts of [experts, outputs, inputs], or of [experts, inputs, outputs]: one matrix each, outputs first. */
export interface Experts {
  readonly members: readonly NamedTensor[];
  readonly isTurned: boolean;
  /** Nothing told which of the two it is. */
  readonly isGuess: boolean;
}

/** Splits fused experts; which axis counts outputs is told by the bias [experts, outputs], by the partner (what widens ends where the other begins), or by the router. */
export function splitExperts(tensor: NamedTensor, bias: NamedTensor | undefined, tensors: Tensors): Experts {
  const told = toldByBias(tensor, bias) ?? toldByPartner(tensor, tensors) ?? toldByRouter(tensor, tensors);
  const isTurned = told ?? false;
  const members = Array.from({ length: tensor.shape[0] }, (_, expert) => expertOf(tensor, expert, isTurned));
  return { members, isTurned, isGuess: told === undefined };
}

/** The matrix of one expert, outputs x inputs; of a tensor whose entries can be had alone nothing else is read. */
export function expertOf(tensor: NamedTensor, expert: number, isTurned: boolean): NamedTensor {
  const [experts, first, second] = tensor.shape as [number, number, number];
  const [rows, columns] = isTurned ? [second, first] : [first, second];
  const size = rows * columns;
  const { name, numberFormat, isRestored, storedBits, held } = tensor;
  const head = {
    name: `${name}.${expert}`,
    shape: [rows, columns],
    numberFormat,
    ...(isRestored && { isRestored }),
    ...(storedBits !== undefined && { storedBits: storedBits / experts }),
    ...(held && { held }),
  };
  return lazyTensor(head, () => {
    const own = tensor.entry?.(expert).values ?? tensor.values.subarray(expert * size, (expert + 1) * size);
    return isTurned ? permuteAxes(own, [first, second], [1, 0]) : own;
  });
}

/** True where the outputs are the last axis. */
function toldByBias({ shape }: NamedTensor, bias: NamedTensor | undefined): boolean | undefined {
  if (bias?.shape.length !== 2 || shape[1] === shape[2]) return undefined;
  return bias.shape[1] === shape[2] ? true : bias.shape[1] === shape[1] ? false : undefined;
}

function toldByPartner({ name, shape }: NamedTensor, tensors: Tensors): boolean | undefined {
  const { stem } = splitName(name);
  const isWide = WIDENS.test(name.slice(stem.length)) || WIDENS.test(name);
  const place = name.slice(0, name.search(isWide ? WIDENS : NARROWS));
  const partner = [...tensors.values()].find(
    (one) =>
      one.shape.length === 3 &&
      one.name.startsWith(place) &&
      (isWide ? NARROWS : WIDENS).test(one.name.slice(place.length)),
  );
  if (partner === undefined) return undefined;
  const [up, down] = isWide ? [shape, partner.shape] : [partner.shape, shape];
  const twice = (wide: number, narrow: number): boolean => wide === narrow || wide === 2 * narrow;
  const isStraight = up[2] === down[1] && twice(up[1], down[2]);
  const isTurned = up[1] === down[2] && twice(up[2], down[1]);
  return isStraight === isTurned ? undefined : isTurned;
}

/** A router [experts, inputs] tells the inputs of what widens. */
function toldByRouter({ name, shape }: NamedTensor, tensors: Tensors): boolean | undefined {
  if (shape[1] === shape[2]) return undefined;
  const router = [...tensors.values()].find(
    (one) =>
      one.shape.length === 2 &&
      one.shape[0] === shape[0] &&
      /(router|gate)\b/.test(one.name) &&
      sharesPlace(one.name, name),
  );
  if (router === undefined) return undefined;
  const hidden = router.shape[1];
  const inputsAreHidden = WIDENS.test(name);
  if (hidden === shape[1]) return inputsAreHidden;
  return hidden === shape[2] ? !inputsAreHidden : undefined;
}

function sharesPlace(one: string, other: string): boolean {
  const place = /^(.*\d+)[./]/.exec(other)?.[1] ?? '';
  return one.startsWith(place);
}
