import type { GraphNode, Tensor } from '../graph.ts';

/** Sizes of a product of activations with keys or values, of one head of one sequence. */
export interface ProductSizes {
  /** Vectors of the left operand. */
  readonly rows: number;
  /** What is summed over. */
  readonly inner: number;
  /** What only the right operand has: columns of the result. */
  readonly columns: number;
}

/** The sizes of a node that multiplies two operands without weights, each row of the left one as it is; undefined for others. */
export function productSizes(
  { operator, layers, attributes }: GraphNode,
  [a, b]: readonly (Tensor | undefined)[],
): ProductSizes | undefined {
  if (a === undefined || b === undefined || layers.length > 0) return undefined;
  if (operator === 'Einsum') return einsumSizes(String(attributes.equation), a.shape, b.shape);
  if (operator !== 'MatMul' || a.shape.length < 2 || b.shape.length < 2) return undefined;
  const [[rows], [inner, columns]] = [a.shape.slice(-2), b.shape.slice(-2)];
  return { rows, inner, columns };
}

function einsumSizes(equation: string, a: readonly number[], b: readonly number[]): ProductSizes | undefined {
  const [, left, right, result] = /^(\w+),(\w+)->(\w+)$/.exec(equation.replaceAll(' ', '')) ?? [];
  if (result === undefined) return undefined;
  const size = (letters: string, shape: readonly number[], isCounted: (letter: string) => boolean): number =>
    shape.reduce((product, one, axis) => (isCounted(letters[axis]) ? product * one : product), 1);
  const isSummed = (letter: string): boolean => right.includes(letter) && !result.includes(letter);
  if (!isSummed(left[left.length - 1]) || left.includes(result[result.length - 1])) return undefined;
  return {
    rows: size(left, a, (letter) => !right.includes(letter)),
    inner: size(left, a, isSummed),
    columns: size(right, b, (letter) => !left.includes(letter)),
  };
}
