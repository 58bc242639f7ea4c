import { sigmoid } from './elementwise.ts';

/** How a router's logits become a choice of experts. */
export interface Routing {
  /** Experts of a token. */
  readonly used: number;
  /** Shares are those among the chosen. */
  readonly isNormalised: boolean;
  /** A score is the sigmoid of its logit (DeepSeek-V3, arXiv 2412.19437), else a softmax makes them of all logits. */
  readonly isSigmoid: boolean;
  /** Shares are multiplied by it. */
  readonly scale: number;
  /** Experts lie in so many groups, and those of the best `groupsUsed` are chosen from; 1: all are. */
  readonly groups: number;
  readonly groupsUsed: number;
  /** Added to the scores of the experts where they are chosen, not to their shares. */
  readonly bias: ArrayLike<number> | undefined;
}

/** Why experts cannot be chosen so from so many; undefined where they can. */
export function routingFault(
  experts: number,
  { used, groups = 1, groupsUsed = 1 }: Partial<Pick<Routing, 'groups' | 'groupsUsed'>> & Pick<Routing, 'used'>,
): string | undefined {
  const inGroup = experts / groups;
  if (!(groups > 0 && Number.isInteger(inGroup))) return `${experts} experts do not lie evenly in ${groups} groups`;
  if (!(Number.isInteger(groupsUsed) && groupsUsed > 0 && groupsUsed <= groups))
    return `experts are chosen from ${groupsUsed} of ${groups} groups`;
  const open = inGroup * groupsUsed;
  return used > open ? `a token uses ${used} of ${open} experts` : undefined;
}

/** The experts of a token, the best first (of equal ones the first), and what the output of each is multiplied by. */
export function routed(
  logits: Float64Array,
  { used, isNormalised, isSigmoid, scale, groups, groupsUsed, bias }: Routing,
): { readonly expert: number; readonly share: number }[] {
  const most = Math.max(...logits);
  const scores = logits.map(isSigmoid ? sigmoid : (logit) => Math.exp(logit - most));
  const whole = isSigmoid ? 1 : scores.reduce((sum, score) => sum + score, 0);
  // a softmax keeps the order of its logits
  const isOrdered = bias === undefined && !isSigmoid;
  const wanted = isOrdered ? logits : scores.map((score, expert) => score / whole + (bias?.[expert] ?? 0));
  const inGroup = wanted.length / groups;
  const groupOf = (expert: number): number => Math.floor(expert / inGroup);
  const worth = Float64Array.from({ length: groups }, (_, group) =>
    worthOf(wanted.slice(group * inGroup, (group + 1) * inGroup), bias !== undefined),
  );
  const open = new Set(best(worth, groupsUsed));
  const chosen = best(wanted, wanted.length)
    .filter((expert) => open.has(groupOf(expert)))
    .slice(0, used);
  const total = isNormalised ? chosen.reduce((sum, expert) => sum + scores[expert], 0) : whole;
  return chosen.map((expert) => ({ expert, share: (scale * scores[expert]) / total }));
}

/** A group is worth its best expert (DeepSeek-V2, arXiv 2405.04434), or its two best together where there is a bias (DeepSeek-V3). Source: deepseek-ai/DeepSeek-V3, inference/model.py. */
function worthOf(group: Float64Array, isBiased: boolean): number {
  const [first, second = 0] = group.toSorted((a, b) => b - a);
  return isBiased ? first + second : first;
}

/** Places of the largest. */
function best(values: Float64Array, count: number): number[] {
  return [...values.keys()].toSorted((a, b) => values[b] - values[a] || a - b).slice(0, count);
}
