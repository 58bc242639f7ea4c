import type { Attribute, Graph, GraphNode, Tensor } from '../graph/graph.ts';
import type { ActivationName } from '../graph/operators/elementwise.ts';
import { RotaryTables } from './rotary-tables.ts';
import type { DenseFeedForward, FeedForward, Norm, Transformer, TransformerBlock } from './transformer.ts';

/** What of a run is in the graph. */
export interface TokenGraphOptions {
  /** Tokens that it has to reach, from the first one on: tables of positions are that long. */
  readonly length: number;
  /** Logits of every token, not only of the last one. */
  readonly everyToken: boolean;
  /** Number format of the key-value cache; fp32 where absent. */
  readonly cacheFormat?: string;
  /** Share of the smallest values of each vector that become 0 before a layer of a block multiplies it. */
  readonly activationThreshold?: number;
}

/** Names of the graph's inputs and outputs. */
export const TOKENS = 'tokens';
export const POSITIONS = 'positions';
export const LOGITS = 'logits';
export const pastName = (block: number, part: 'key' | 'value'): string => `past.${part}.${block}`;
export const presentName = (block: number, part: 'key' | 'value'): string => `present.${part}.${block}`;

/** Inputs of the first tokens: nothing is cached yet. */
export function emptyCache({ sizes }: Transformer): Map<string, Tensor> {
  const empty: Tensor = { type: 'fp32', shape: [sizes.keyValueHeads, 0, sizes.headSize], values: new Float32Array(0) };
  return new Map(
    Array.from({ length: sizes.blocks }, (_, block) =>
      (['key', 'value'] as const).map((part): [string, Tensor] => [pastName(block, part), empty]),
    ).flat(),
  );
}

/** Tokens at their places as inputs of the graph. */
export function tokenInputs(tokens: readonly number[], from: number): Map<string, Tensor> {
  const shape = [1, tokens.length];
  return new Map<string, Tensor>([
    [TOKENS, { type: 'int64', shape, values: Float64Array.from(tokens) }],
    [POSITIONS, { type: 'int64', shape, values: Float64Array.from(tokens, (_, k) => from + k) }],
  ]);
}

/**
 * A language model as a graph from new tokens and what is cached of those before them to logits and the longer cache; run again and again it writes text. Its layers do the
 * products; everything else is an operator.
 */
export function tokenGraph(model: Transformer, options: TokenGraphOptions): Graph {
  const make = new Builder(model, options);
  const { sizes, embedding, embeddingScale, positions } = model;
  let x = make.add('Gather', [make.constant('embedding', embedding), TOKENS], 'embedded');
  x = make.scaled(x, embeddingScale, 'embeddingScale');
  if (positions !== undefined) {
    const rows = positions.table.values.subarray(positions.offset * sizes.hidden);
    const table: Tensor = { ...positions.table, shape: [rows.length / sizes.hidden, sizes.hidden], values: rows };
    x = make.add('Add', [x, make.add('Gather', [make.constant('positionTable', table), POSITIONS], 'place')], 'placed');
  }
  for (const [index, block] of model.blocks.entries()) x = make.block(block, index, x);
  if (!options.everyToken) x = make.add('Gather', [x, make.integers('last', [-1])], 'lastToken', { axis: 1 });
  x = make.norm(model.finalNorm, x, 'finalNorm');
  make.logits(x);
  return make.graph();
}

/** Collects nodes and constants. */
class Builder {
  readonly #model: Transformer;
  readonly #options: TokenGraphOptions;
  readonly #nodes: GraphNode[] = [];
  readonly #constants = new Map<string, Tensor>();
  readonly #rotary: RotaryTables;

  constructor(model: Transformer, options: TokenGraphOptions) {
    this.#model = model;
    this.#options = options;
    this.#rotary = new RotaryTables(model, options.length);
  }

  /** A node with one output, whose name it gives back; an own operator is named `picojoule:Operator`. */
  add(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, Attribute>> = {},
    more: { readonly outputs?: readonly string[]; readonly layers?: readonly string[] } = {},
  ): string {
    const [domain, own] = operator.includes(':') ? operator.split(':') : ['', operator];
    const { outputs = [output], layers = [] } = more;
    this.#nodes.push({
      name: output,
      operator: own,
      inputs,
      outputs,
      attributes,
      layers,
      ...(domain !== '' && { domain }),
    });
    return output;
  }

  constant(name: string, tensor: Tensor): string {
    this.#constants.set(name, tensor);
    return name;
  }

  number(name: string, value: number): string {
    return this.constant(name, { type: 'fp32', shape: [], values: Float32Array.of(value) });
  }

  /** Times a number, a constant of this name. */
  scaled(x: string, by = 1, name: string): string {
    return by === 1 ? x : this.add('Mul', [x, this.number(name, by)], `${x}.scaled`);
  }

  integers(name: string, values: readonly number[]): string {
    return this.constant(name, { type: 'int64', shape: [values.length], values: Float64Array.from(values) });
  }

  /** A layer's products, one for each token. */
  product(layer: string, x: string, output: string): string {
    return this.add('Gemm', [x, ''], output, {}, { layers: [layer] });
  }

  /** What a layer of a block multiplies. */
  kept(x: string, output: string): string {
    const { activationThreshold: share = 0 } = this.#options;
    return share === 0 ? x : this.add('picojoule:KeepLargest', [x], output, { share });
  }

  norm(norm: Norm | undefined, x: string, output: string): string {
    if (norm === undefined) return x;
    const { kind, epsilon } = this.#model.norm;
    const weight = this.constant(`${output}.weight`, norm.weight);
    if (kind === 'rms') return this.add('RMSNormalization', [x, weight], output, { epsilon });
    const bias = norm.bias === undefined ? [] : [this.constant(`${output}.bias`, norm.bias)];
    return this.add('LayerNormalization', [x, weight, ...bias], output, { epsilon });
  }

  block(block: TransformerBlock, index: number, x: string): string {
    const at = (name: string): string => `${name}.${index}`;
    const attended = this.#attention(block, index, this.norm(block.attentionNorm, x, at('attentionNorm')));
    const { isParallel, residualScale } = this.#model;
    const share = (given: string): string => this.scaled(given, residualScale, 'residualScale');
    const attention = share(this.norm(block.afterAttentionNorm, attended, at('afterAttentionNorm')));
    const middle = isParallel ? x : this.add('Add', [x, attention], at('attentionSum'));
    const input = this.kept(this.norm(block.feedForwardNorm, middle, at('feedForwardNorm')), at('feedForwardInput'));
    const output = this.#feedForward(block.feedForward, index, input);
    const fed = share(this.norm(block.afterFeedForwardNorm, output, at('afterFeedForwardNorm')));
    const sum = this.add('Add', [middle, fed], at('blockSum'));
    return isParallel ? this.add('Add', [sum, attention], at('parallelSum')) : sum;
  }

  #attention(block: TransformerBlock, index: number, x: string): string {
    const { sizes, attentionScale, attentionSoftcap } = this.#model;
    const at = (name: string): string => `${name}.${index}`;
    const [query, key, value] = this.#queryKeyValue(block, index, this.kept(x, at('attentionInput')));
    const q = this.#placed(
      block,
      this.#headNorm(block.queryNorm, query, sizes.heads, at('query')),
      sizes.heads,
      at('query'),
    );
    const k = this.#placed(
      block,
      this.#headNorm(block.keyNorm, key, sizes.keyValueHeads, at('key')),
      sizes.keyValueHeads,
      at('key'),
    );
    const sinks = block.sinks === undefined ? [] : [this.constant(at('sinks'), block.sinks)];
    const y = this.add(
      'picojoule:CachedAttention',
      [q, k, value, pastName(index, 'key'), pastName(index, 'value'), ...sinks],
      at('attention'),
      {
        heads: sizes.heads,
        keyValueHeads: sizes.keyValueHeads,
        scale: block.attentionScale ?? attentionScale,
        softcap: attentionSoftcap,
        window: block.window ?? 0,
        format: this.#options.cacheFormat ?? '',
      },
      { outputs: [at('attention'), presentName(index, 'key'), presentName(index, 'value')] },
    );
    return this.product(block.attentionOutput, this.kept(y, at('attentionOutputInput')), at('attentionOutput'));
  }

  #queryKeyValue({ queryKeyValue }: TransformerBlock, index: number, x: string): [string, string, string] {
    const { sizes, isByHeads } = this.#model;
    const names: [string, string, string] = [`query.${index}`, `key.${index}`, `value.${index}`];
    if (queryKeyValue.length === 3) {
      for (const [k, layer] of queryKeyValue.entries()) this.product(layer, x, names[k]);
      return names;
    }
    const all = this.product(queryKeyValue[0], x, `queryKeyValue.${index}`);
    if (isByHeads) this.add('picojoule:SplitHeads', [all], names[0], { heads: sizes.heads }, { outputs: names });
    else {
      const keys = sizes.keyValueHeads * sizes.headSize;
      const parts = this.integers('queryKeyValueSizes', [sizes.heads * sizes.headSize, keys, keys]);
      this.add('Split', [all, parts], names[0], { axis: -1 }, { outputs: names });
    }
    return names;
  }

  /** A norm of each head for itself, or of all together where it is as wide; with weights of their own for each head where there is a row for each (StableLM 2, Command R+). */
  #headNorm(norm: Norm | undefined, x: string, heads: number, name: string): string {
    if (norm === undefined) return x;
    const { headSize } = this.#model.sizes;
    const { weight } = norm;
    const isOfEach = weight.shape.length === 2;
    if (!isOfEach && weight.values.length !== headSize) return this.norm(norm, x, `${name}.norm`);
    const apart = this.add(
      'Reshape',
      [x, this.integers(`headsOf.${heads}`, [1, -1, heads, headSize])],
      `${name}.heads`,
    );
    const ones: Tensor = { type: 'fp32', shape: [headSize], values: new Float32Array(headSize).fill(1) };
    const even = this.norm(isOfEach ? { weight: ones } : norm, apart, `${name}.norm`);
    const normed = isOfEach
      ? this.add('Mul', [even, this.constant(`${name}.weights`, weight)], `${name}.weighed`)
      : even;
    return this.add('Reshape', [normed, this.integers(`joined.${heads}`, [1, -1, heads * headSize])], `${name}.joined`);
  }

  /** With rotary positions. */
  #placed(block: TransformerBlock, x: string, heads: number, name: string): string {
    const tables = this.#rotary.of(block);
    if (tables === undefined) return x;
    const { size, isInterleaved } = this.#model.rotary!;
    return this.add(
      'RotaryEmbedding',
      [
        x,
        this.constant(`cosines.${tables.key}`, tables.cosines),
        this.constant(`sines.${tables.key}`, tables.sines),
        POSITIONS,
      ],
      `${name}.placed`,
      { num_heads: heads, rotary_embedding_dim: size, interleaved: isInterleaved ? 1 : 0 },
    );
  }

  #feedForward(feedForward: FeedForward, index: number, x: string): string {
    if (!('router' in feedForward)) return this.#dense(feedForward, index, x);
    const at = (name: string): string => `${name}.${index}`;
    const { activation } = this.#model;
    const { router, experts, used, isNormalised, isInterleaved, limit = 0, shared } = feedForward;
    const attributes = {
      used,
      normalised: isNormalised ? 1 : 0,
      activation,
      interleaved: isInterleaved === true ? 1 : 0,
      limit,
      share: this.#options.activationThreshold ?? 0,
    };
    const logits = this.product(router, x, at('router'));
    const chosen = this.add('picojoule:Experts', [x, logits], at('experts'), attributes, { layers: experts.flat() });
    if (shared === undefined) return chosen;
    const whole = this.#dense(shared, index, x);
    const { opening } = shared;
    const opened =
      opening === undefined
        ? whole
        : this.add(
            'Mul',
            [whole, this.add('Sigmoid', [this.product(opening, x, at('opening'))], at('openness'))],
            at('opened'),
          );
    return this.add('Add', [chosen, opened], at('allExperts'));
  }

  #dense(feedForward: DenseFeedForward, index: number, x: string): string {
    const at = (name: string): string => `${name}.${index}`;
    const hidden = this.#hidden(feedForward, index, x);
    return this.product(feedForward.down, this.kept(hidden, at('downInput')), at('down'));
  }

  #hidden(feedForward: DenseFeedForward, index: number, x: string): string {
    const at = (name: string): string => `${name}.${index}`;
    if ('gateUp' in feedForward) {
      const both = this.product(feedForward.gateUp, x, at('gateUp'));
      this.add('Split', [both], at('gate'), { axis: -1, num_outputs: 2 }, { outputs: [at('gate'), at('up')] });
      return this.add('Mul', [this.#activated(at('gate'), index), at('up')], at('hidden'));
    }
    const { gate, up } = feedForward;
    if (gate === undefined) return this.#activated(this.product(up, x, at('up')), index);
    const opened = this.#activated(this.product(gate, x, at('gate')), index);
    return this.add('Mul', [opened, this.product(up, x, at('up'))], at('hidden'));
  }

  #activated(x: string, index: number): string {
    const [operator, attributes] = ACTIVATION_NODES[this.#model.activation];
    return this.add(operator, [x], `activated.${index}`, attributes);
  }

  /** What the head gives, scaled and bent where the model says so. */
  logits(x: string): void {
    const { head, logitScale = 1, logitSoftcap } = this.#model;
    const isPlain = logitScale === 1 && logitSoftcap === 0;
    const straight = this.product(head, x, isPlain ? LOGITS : 'straightLogits');
    if (isPlain) return;
    if (logitSoftcap === 0) {
      this.add('Mul', [straight, this.number('logitScale', logitScale)], LOGITS);
      return;
    }
    const overCap = this.add('Div', [straight, this.number('scaledCap', logitSoftcap / logitScale)], 'overCap');
    this.add('Mul', [this.add('Tanh', [overCap], 'bent'), this.number('logitSoftcap', logitSoftcap)], LOGITS);
  }

  graph(): Graph {
    const { sizes } = this.#model;
    const blocks = Array.from({ length: sizes.blocks }, (_, block) => block);
    const parts = ['key', 'value'] as const;
    return {
      inputs: [
        { name: TOKENS, shape: [1, null], type: 'int64' },
        { name: POSITIONS, shape: [1, null], type: 'int64' },
        ...blocks.flatMap((block) =>
          parts.map((part) => ({ name: pastName(block, part), shape: [sizes.keyValueHeads, null, sizes.headSize] })),
        ),
      ],
      outputs: [LOGITS, ...blocks.flatMap((block) => parts.map((part) => presentName(block, part)))],
      nodes: this.#nodes,
      constants: this.#constants,
    };
  }
}

const ACTIVATION_NODES: Readonly<Record<ActivationName, readonly [string, Readonly<Record<string, Attribute>>]>> = {
  silu: ['Swish', {}],
  gelu: ['Gelu', {}],
  geluTanh: ['Gelu', { approximate: 'tanh' }],
  quickGelu: ['com.microsoft:QuickGelu', {}],
  relu: ['Relu', {}],
};
