import type { Graph, GraphInput } from '../graph/graph.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Names of sizes that the inputs of a graph leave open, each once. */
export function openSizeNames(inputs: readonly GraphInput[]): string[] {
  return namesIn(inputs.flatMap(({ sizes = [] }) => sizes));
}

/** Names in what a file has for sizes, each once; of a sum ("past_sequence_length + 1") its parts. */
export function namesIn(sizes: readonly (string | null)[]): string[] {
  const parts = sizes.flatMap((name) => (name === null ? [] : partsOf(name)));
  return [...new Set(parts.flatMap((part) => (typeof part === 'number' || part === '' ? [] : [part])))];
}

/**
 * A graph whose inputs have the sizes that are given by the names which its file has for them: `sequence_length` says it of all inputs at once. What is given for an input itself
 * comes first.
 * @returns the graph, and the shapes that are given by the names of inputs
 */
export function withNamedSizes(graph: Graph, given: Shapes): { readonly graph: Graph; readonly shapes: Shapes } {
  const named = openSizeNames(graph.inputs);
  const isSize = ([name, shape]: readonly [string, readonly number[]]): boolean =>
    shape.length === 1 && named.includes(name) && graph.inputs.every((input) => input.name !== name);
  const entries = Object.entries(given);
  const sizes = new Map(entries.filter(isSize).map(([name, [size]]) => [name, size]));
  const inputs = graph.inputs.map((input) => ({
    ...input,
    shape: input.shape.map((size, axis) => size ?? sizeOf(input.sizes?.[axis] ?? null, sizes)),
  }));
  return {
    graph: sizes.size === 0 ? graph : { ...graph, inputs },
    shapes: Object.fromEntries(entries.filter((entry) => !isSize(entry))),
  };
}

/** Names and numbers of a sum. */
function partsOf(name: string): (string | number)[] {
  return name.split('+').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : part.trim()));
}

function sizeOf(name: string | null, sizes: ReadonlyMap<string, number>): number | null {
  if (name === null) return null;
  const parts = partsOf(name).map((part) => (typeof part === 'number' ? part : sizes.get(part)));
  return parts.includes(undefined) ? null : parts.reduce<number>((sum, part) => sum + part!, 0);
}
