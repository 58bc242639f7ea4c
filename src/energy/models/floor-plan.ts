/**
 * Length of an H-tree that reaches the centres of `leaves` equal tiles filling a square of the given area: each step halves the longer side,
 * so a branch between the centres of the two halves is half that side long. 4 leaves: 1.5 sides.
 */
export function hTreeLengthMm(leaves: number, areaMm2: number): number {
  const side = Math.sqrt(areaMm2);
  return branchLength(leaves, side, side);
}

function branchLength(leaves: number, longSide: number, shortSide: number): number {
  if (leaves <= 1) return 0;
  const [long, short] = longSide >= shortSide ? [longSide, shortSide] : [shortSide, longSide];
  const larger = branchLength(Math.ceil(leaves / 2), long / 2, short);
  const smaller = leaves % 2 === 0 ? larger : branchLength(Math.floor(leaves / 2), long / 2, short);
  return long / 2 + larger + smaller;
}
