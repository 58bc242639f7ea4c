import { allNodes } from '../execute-graph.ts';
import type { Graph, GraphNode, Tensor } from '../graph.ts';
import { carryingOf } from '../operators/carried.ts';
import { axisOf } from '../operators/operator.ts';
import { type AttendedPart, HIDDEN, type Seen } from './attending.ts';
import { type CacheUse, sumOf, type Vectors } from './cache-use.ts';
import type { CacheWatch } from './cache-watch.ts';
import { handedOut } from './handed-out.ts';
import { type ProductSizes, productSizes } from './product-sizes.ts';

/** Keys or values that come in as an input of the graph, or are handed out by it: such lie in a cache. */
interface Kept {
  readonly kind: 'kept';
  /** Elements, each once however often it is repeated for the heads that share it. */
  readonly values: number;
  /** Of them, behind the others: new ones that nobody keeps. */
  readonly loose: number;
  /** New ones that are handed out. */
  readonly added: ReadonlySet<Added>;
}

/** New keys or values, written once whoever reads them. */
interface Added {
  readonly values: number;
}

/** Scores of keys that are kept, and what a softmax makes of them. */
interface Scores {
  readonly kind: 'scores';
  readonly key: Kept;
  /** Elements of a key. */
  readonly size: number;
  readonly length: number;
  /** Tokens that ask, of a sequence. */
  readonly tokens: number;
}

interface Shares extends Omit<Scores, 'kind'>, Seen {
  readonly kind: 'shares';
}

type Trace = Kept | Scores | Shares;

/**
 * Watches executions of a graph for the keys and values that its attention reads: as Attention of one node, or as two products around a softmax. What lies in a cache is followed
 * from the inputs of the graph, and from what it hands out, through all that only moves it. Undefined where the graph has no attention.
 */
export function cacheWatches(graph: Graph): (() => CacheWatch) | undefined {
  if (!attends(graph)) return undefined;
  const names = handedOut(graph);
  return () => watch(names);
}

/** Whether a graph may have attention: such of one node, or a softmax and products of two activations. */
export function attends(graph: Graph): boolean {
  const nodes = allNodes(graph);
  const has = (names: readonly string[]): boolean =>
    nodes.some(({ operator, layers }) => layers.length === 0 && names.includes(operator));
  return has(ATTENTIONS) || (has(['Softmax']) && has(['MatMul', 'Einsum']));
}

/** Those that tell what they attend to. */
const ATTENTIONS = ['Attention', 'GroupQueryAttention', 'MultiHeadAttention'];

function watch(names: ReadonlySet<string>): CacheWatch {
  const traces = new WeakMap<Tensor, Trace>();
  const account = new Account();
  const traceOf = (tensor: Tensor | undefined): Trace | undefined => tensor && traces.get(tensor);
  const keptOf = (tensor: Tensor | undefined): Kept | undefined => {
    const trace = traceOf(tensor);
    return trace?.kind === 'kept' ? trace : undefined;
  };

  /** Keys or values behind those of the node's own cache, where it has one. */
  function withPast({ given, past, present, added }: AttendedPart, output = ''): Kept {
    const own = keptOf(given);
    if (past === undefined && own !== undefined) return own;
    const isKept = own !== undefined || names.has(output);
    const ones = own?.added ?? (names.has(output) ? [{ values: added }] : []);
    return {
      kind: 'kept',
      values: present.values.length,
      loose: isKept ? 0 : added,
      added: new Set([...(keptOf(past)?.added ?? []), ...ones]),
    };
  }

  function product([a, b]: readonly (Tensor | undefined)[], { rows, inner, columns }: ProductSizes): Trace | undefined {
    const [left, right] = [traceOf(a), keptOf(b)];
    if (left?.kind === 'shares') {
      account.read(left.key, left.size, left);
      if (right !== undefined) account.read(right, columns, left);
      return undefined;
    }
    if (right === undefined) return undefined;
    return { kind: 'scores', key: right, size: inner, length: columns, tokens: askingTokens(right, rows, columns) };
  }

  function carried(node: GraphNode, inputs: readonly (Tensor | undefined)[], output: Tensor): Trace | undefined {
    const carrying = carryingOf(node);
    if (carrying === undefined) return undefined;
    const found = inputs.flatMap((one) => traceOf(one) ?? []);
    const scores = found.find(({ kind }) => kind !== 'kept');
    if (scores !== undefined) return scores;
    const first = keptOf(inputs[0]);
    if (carrying === 'each') return found[0];
    if (carrying === 'joins') return found.length === 0 ? undefined : joined(inputs.filter((one) => one !== undefined));
    if (carrying === 'takes') return first && taken(first, output.values.length / inputs[0]!.values.length);
    if (typeof carrying !== 'object') return first;
    const added = keptOf(inputs[carrying.writes])?.added ?? [];
    if (first === undefined && !names.has(node.outputs[0])) return undefined;
    return {
      kind: 'kept',
      values: output.values.length,
      loose: 0,
      added: new Set([...(first?.added ?? []), ...added]),
    };
  }

  function joined(parts: readonly Tensor[]): Kept {
    const all = parts.map(
      (part): Omit<Kept, 'kind'> =>
        keptOf(part) ?? { values: part.values.length, loose: part.values.length, added: new Set() },
    );
    return {
      kind: 'kept',
      values: all.reduce((sum, { values }) => sum + values, 0),
      loose: all.reduce((sum, { loose }) => sum + loose, 0),
      added: new Set(all.flatMap(({ added }) => [...added])),
    };
  }

  return {
    input(tensor) {
      traces.set(tensor, { kind: 'kept', values: tensor.values.length, loose: 0, added: new Set() });
    },
    made(node, inputs, outputs, attending) {
      if (attending !== undefined) {
        const { key, value } = attending;
        for (const [at, part] of [key, value].entries()) {
          const kept = withPast(part, node.outputs[at + 1]);
          account.read(kept, part.size, attending);
          traces.set(part.present, kept);
        }
        return;
      }
      outputs.forEach((output, at) => {
        if (output === undefined || traces.has(output)) return;
        const sizes = productSizes(node, inputs);
        const trace =
          sizes !== undefined
            ? product(inputs, sizes)
            : node.operator === 'Softmax'
              ? softmax(node, inputs[0]!, traceOf(inputs[0]))
              : carried(node, inputs, output);
        if (trace !== undefined) traces.set(output, trace);
        else if (names.has(node.outputs[at])) {
          const values = output.values.length;
          traces.set(output, { kind: 'kept', values, loose: 0, added: new Set([{ values }]) });
        }
      });
    },
    use: () => account.use(),
  };
}

/** Where heads that share keys are rows of one product, it has several for each token that is new. */
function askingTokens({ values, added }: Kept, rows: number, length: number): number {
  const tokens = Math.round([...added].reduce((sum, one) => sum + one.values, 0) / (values / length));
  return rows % tokens === 0 ? tokens : rows;
}

function taken(kept: Kept, share: number): Kept {
  if (!(share < 1)) return kept;
  return { ...kept, values: kept.values * share, loose: kept.loose * share };
}

/** Which tokens the queries see, from the scores that go into a softmax. */
function softmax({ attributes, opset = 13 }: GraphNode, scores: Tensor, trace: Trace | undefined): Trace | undefined {
  if (trace?.kind !== 'scores') return undefined;
  const { shape, values } = scores;
  const axis = typeof attributes.axis === 'number' ? attributes.axis : opset < 13 ? 1 : -1;
  const width = shape[shape.length - 1];
  if (axisOf(axis, shape.length) !== shape.length - 1 || width < trace.length) return undefined;
  const seen = new Float64Array(trace.length);
  for (let at = 0; at < values.length; at++) {
    const token = at % width;
    if (token < trace.length && values[at] > HIDDEN) seen[token]++;
  }
  // scores of fewer dimensions are those of the heads of one sequence
  const batch = shape.length > 3 ? shape[0] : 1;
  return { ...trace, kind: 'shares', seen, batch, heads: values.length / width / trace.tokens };
}

/** Adds up what attention reads of a cache. */
class Account {
  readonly #read: Vectors[] = [];
  readonly #written = new Map<Added, Vectors>();
  readonly #held = new Map<Kept, Vectors>();
  readonly #perToken: Vectors[] = [];
  #tokens = 0;
  #length = 0;

  /** Each query reads the vectors of all tokens that it sees, once for the heads that share them. */
  read(kept: Kept, size: number, { seen, heads, batch, tokens }: Seen): void {
    const length = seen.length;
    const ofVectors = (values: number): Vectors => ({ values, vectors: values / size });
    const inCache = kept.values === 0 ? 0 : Math.round(length * (1 - kept.loose / kept.values));
    if (inCache === 0) return;
    const times = seen.subarray(0, inCache).reduce((sum, count) => sum + count, 0);
    this.#read.push(ofVectors((kept.values / length) * (times / heads)));
    this.#tokens = Math.max(this.#tokens, batch * tokens);
    this.#length = Math.max(this.#length, inCache);
    for (const one of kept.added) this.#written.set(one, ofVectors(one.values));
    if (this.#held.has(kept)) return;
    this.#held.set(kept, ofVectors(kept.values - kept.loose));
    this.#perToken.push(ofVectors(kept.values / length / batch));
  }

  use(): CacheUse | undefined {
    if (this.#held.size === 0) return undefined;
    return {
      read: whole(this.#read),
      written: whole(this.#written.values()),
      held: whole(this.#held.values()),
      perToken: whole(this.#perToken),
      tokens: this.#tokens,
      length: this.#length,
    };
  }
}

/** Shares of a cache add up to its elements but for the last digits. */
function whole(parts: Iterable<Vectors>): Vectors {
  const { vectors, values } = sumOf(parts);
  return { vectors: Math.round(vectors), values: Math.round(values) };
}
