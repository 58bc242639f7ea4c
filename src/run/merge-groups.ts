import type { Graph } from '../network/graph/graph.ts';
import type { Layer, SharedWeights, WeightMatrix } from '../network/layer.ts';

/**
 * The groups of a convolution as one layer: a block-diagonal matrix, of which only the blocks are stored. One product then serves all groups of an
 * output position, as the array would do it: off-block weights do not exist, so they cost nothing.
 */
export function mergeGroups(layers: readonly Layer[], graph: Graph): { layers: Layer[]; graph: Graph } {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const merged = new Map<string, Layer>();
  const nodes = graph.nodes.map((node) => {
    if (node.operator !== 'Conv' || node.layers.length < 2) return node;
    const groups = node.layers.map((name) => byName.get(name)!);
    const name = groups[0].name.replace(/\.group0$/, '');
    merged.set(groups[0].name, { ...groups[0], name, matrix: blockDiagonal(groups.map(({ matrix }) => matrix)) });
    return { ...node, layers: [name] };
  });
  const absorbed = new Set(
    graph.nodes
      .filter(({ operator, layers: names }) => operator === 'Conv' && names.length > 1)
      .flatMap((node) => node.layers),
  );
  const kept = layers.flatMap((layer) => merged.get(layer.name) ?? (absorbed.has(layer.name) ? [] : [layer]));
  return { layers: kept, graph: { ...graph, nodes } };
}

/** Blocks of equal size along the diagonal; biases, which lie in a column behind each block, become one column behind the last. */
function blockDiagonal(blocks: readonly WeightMatrix[]): WeightMatrix {
  const [{ rows, columns, weights: first }] = blocks;
  const hasBias = blocks.some((block) => block.hasBias);
  const ends = blocks.map((block) => block.columnStart[columns]);
  const stored = ends.reduce((total, end) => total + end, 0);
  const biases = blocks.reduce((total, block, index) => total + block.rowIndex.length - ends[index], 0);
  const columnStart = new Uint32Array(blocks.length * columns + 1 + (hasBias ? 1 : 0));
  const rowIndex = new Uint32Array(stored + biases);
  const values = new Float32Array(stored + biases);
  const codes = new Uint8Array(stored + biases);
  const biasValues = new Float32Array(biases);
  let at = 0;
  let bias = 0;
  blocks.forEach((block, index) => {
    for (let column = 0; column < columns; column++)
      columnStart[index * columns + column + 1] = at + block.columnStart[column + 1];
    block.rowIndex.forEach((row, k) => {
      const isBias = k >= ends[index];
      const to = isBias ? stored + bias : at + k;
      rowIndex[to] = index * rows + row;
      if (block.weights.kind === 'direct') values[to] = block.weights.values[k];
      else codes[to] = block.weights.codes[k];
      if (isBias) biasValues[bias++] = block.biasValues?.[k - ends[index]] ?? 0;
    });
    at += ends[index];
  });
  if (hasBias) columnStart[columnStart.length - 1] = rowIndex.length;
  const shape = { rows: rows * blocks.length, columns: columns * blocks.length, hasBias, columnStart, rowIndex };
  if (first.kind === 'direct') return { ...shape, weights: { kind: 'direct', values } };
  const weights: SharedWeights = { kind: 'shared', codes, codebook: first.codebook };
  return { ...shape, weights, ...(hasBias && { biasValues }) };
}
