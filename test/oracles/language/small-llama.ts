/*
 * A Llama in double precision, written from the papers alone (Touvron et al. 2023; RoFormer for positions; GQA, Ainslie et al. 2023): one token after the other with an
 * explicit list of keys and values. It shares nothing with the program but the names of the tensors.
 */

/** Matrices by name as rows of numbers, vectors as one row. */
export type Tensors = (name: string) => readonly (readonly number[])[];

export interface LlamaSizes {
  readonly blocks: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly epsilon: number;
}

const times = (matrix: readonly (readonly number[])[], x: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, weight, k) => sum + weight * x[k], 0));

function rmsNorm(x: readonly number[], weight: readonly number[], epsilon: number): number[] {
  const mean = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  return x.map((value, k) => (weight[k] * value) / Math.sqrt(mean + epsilon));
}

/** Pairs of neighbours of each head are complex numbers, multiplied by e^(i position theta). */
function rotate(x: readonly number[], size: number, position: number): number[] {
  const y = [...x];
  for (let at = 0; at < x.length; at += 2) {
    const angle = position * 10000 ** -((at % size) / size);
    y[at] = x[at] * Math.cos(angle) - x[at + 1] * Math.sin(angle);
    y[at + 1] = x[at] * Math.sin(angle) + x[at + 1] * Math.cos(angle);
  }
  return y;
}

/** A model that takes one token after the other and gives the logits of the next. */
export function smallLlama(tensors: Tensors, sizes: LlamaSizes): (token: number) => number[] {
  const { blocks, heads, keyValueHeads, headSize, epsilon } = sizes;
  const matrix = (block: number, name: string) => tensors(`blk.${block}.${name}.weight`);
  const past = Array.from({ length: blocks }, () => ({ keys: [] as number[][], values: [] as number[][] }));
  let position = 0;
  return (token) => {
    let x = [...tensors('token_embd.weight')[token]];
    for (let block = 0; block < blocks; block++) {
      const input = rmsNorm(x, matrix(block, 'attn_norm')[0], epsilon);
      const query = rotate(times(matrix(block, 'attn_q'), input), headSize, position);
      const { keys, values } = past[block];
      keys.push(rotate(times(matrix(block, 'attn_k'), input), headSize, position));
      values.push(times(matrix(block, 'attn_v'), input));
      const attended = Array.from({ length: heads }, (_, head) => {
        const from = Math.floor(head / (heads / keyValueHeads)) * headSize;
        const own = query.slice(head * headSize, (head + 1) * headSize);
        const scores = keys.map((key) => own.reduce((sum, q, k) => sum + q * key[from + k], 0) / Math.sqrt(headSize));
        const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
        const total = powers.reduce((sum, power) => sum + power, 0);
        return Array.from({ length: headSize }, (_element, k) =>
          powers.reduce((sum, power, at) => sum + (power / total) * values[at][from + k], 0),
        );
      }).flat();
      const attention = times(matrix(block, 'attn_output'), attended);
      x = x.map((value, k) => value + attention[k]);
      const fed = rmsNorm(x, matrix(block, 'ffn_norm')[0], epsilon);
      const gate = times(matrix(block, 'ffn_gate'), fed);
      const up = times(matrix(block, 'ffn_up'), fed);
      const hidden = gate.map((value, k) => (value / (1 + Math.exp(-value))) * up[k]);
      const down = times(matrix(block, 'ffn_down'), hidden);
      x = x.map((value, k) => value + down[k]);
    }
    position++;
    return times(tensors('token_embd.weight'), rmsNorm(x, tensors('output_norm.weight')[0], epsilon));
  };
}

/** exp of the mean of -ln p of each token but the first, in one window. */
export function oraclePerplexity(step: (token: number) => number[], tokens: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at + 1 < tokens.length; at++) {
    const logits = step(tokens[at]);
    const most = Math.max(...logits);
    const total = logits.reduce((all, logit) => all + Math.exp(logit - most), 0);
    sum -= Math.log(Math.exp(logits[tokens[at + 1]] - most) / total);
  }
  return Math.exp(sum / (tokens.length - 1));
}
