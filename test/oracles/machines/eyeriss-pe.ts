/** What one PE of Eyeriss v2 does with a layer, cycle by cycle; `weights[row][channel]` and `inputs[position][channel]` say what is not zero. */
export interface EyerissPe {
  readonly cycles: number;
  readonly products: number;
}

/** A PE that in each cycle takes the next `lanes` non-zero weights of the column of the non-zero input that it holds, and then the next such input. */
export function stepEyerissPe(
  weights: readonly (readonly boolean[])[],
  inputs: readonly (readonly boolean[])[],
  lanes = 1,
): EyerissPe {
  let cycles = 0;
  let products = 0;
  for (const input of inputs)
    for (let channel = 0; channel < input.length; channel++) {
      if (!input[channel]) continue;
      const rows = weights.flatMap((row, r) => (row[channel] ? [r] : []));
      for (let next = 0; next < rows.length; next += lanes) {
        cycles++;
        products += rows.slice(next, next + lanes).length;
      }
    }
  return { cycles, products };
}
