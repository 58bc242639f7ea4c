import { cachedVectors, type ModelSizes } from '../../config/models/model.ts';
import type { Attribute, Graph, Tensor } from '../graph/graph.ts';
import type { ActivationName } from '../graph/operators/elementwise.ts';
import { GraphNodes, type TokenGraphOptions } from './graph-nodes.ts';
import { latentQueryKey, latentValues } from './latent-attention.ts';
import { RotaryTables } from './rotary-tables.ts';
import type { DenseFeedForward, FeedForward, Norm, Transformer, TransformerBlock } from './transformer.ts';

/** Names of the graph's inputs and outputs. */
export const TOKENS = 'tokens';
export const POSITIONS = 'positions';
export const LOGITS = 'logits';
export const pastName = (block: number, part: 'key' | 'value'): string => `past.${part}.${block}`;
export const presentName = (block: number, part: 'key' | 'value'): string => `present.${part}.${block}`;

/** Inputs of the first tokens: nothing is cached yet. */
export function emptyCache({ sizes }: Transformer): Map<string, Tensor> {
  const { shape, parts } = cacheShape(sizes);
  const empty: Tensor = { type: 'fp32', shape: shape.map((length) => length ?? 0), values: new Float32Array(0) };
  return new Map(
    Array.from({ length: sizes.blocks }, (_, block) =>
      parts.map((part): [string, Tensor] => [pastName(block, part), empty]),
    ).flat(),
  );
}

/** What of a block is cached, and its shape: [heads, tokens, elements]. */
function cacheShape(sizes: ModelSizes) {
  const parts = sizes.latent === undefined ? (['key', 'value'] as const) : (['key'] as const);
  const { vectors, width } = cachedVectors(sizes);
  return { parts, shape: [vectors / parts.length, null, width] };
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

/** Makes the nodes of a transformer. */
class Builder extends GraphNodes {
  readonly #rotary: RotaryTables;

  constructor(model: Transformer, options: TokenGraphOptions) {
    super(model, options);
    this.#rotary = new RotaryTables(model, options.length);
  }

  block(block: TransformerBlock, index: number, x: string): string {
    const at = (name: string): string => `${name}.${index}`;
    const attended = this.#attention(block, index, this.norm(block.attentionNorm, x, at('attentionNorm')));
    const { isParallel, residualScale } = this.model;
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
    const { sizes, attentionScale, attentionSoftcap } = this.model;
    const at = (name: string): string => `${name}.${index}`;
    const { queryKeyValue } = block;
    const latent = 'latent' in queryKeyValue ? queryKeyValue : undefined;
    const input = this.kept(x, at('attentionInput'));
    const [query, key, value] =
      'latent' in queryKeyValue
        ? [...latentQueryKey(this, queryKeyValue, index, input), '']
        : this.#queryKeyValue(queryKeyValue, index, input);
    const keyHeads = latent === undefined ? sizes.keyValueHeads : 1;
    const normedQuery = this.#headNorm(block.queryNorm, query, sizes.heads, at('query'));
    const q = this.#placed(block, normedQuery, sizes.heads, at('query'));
    const normedKey = this.#headNorm(block.keyNorm, key, keyHeads, at('key'));
    const k = this.#placed(block, normedKey, keyHeads, at('key'));
    const { parts } = cacheShape(sizes);
    const past = (part: 'key' | 'value'): string => (parts.some((one) => one === part) ? pastName(index, part) : '');
    const sinks = block.sinks === undefined ? [] : [this.constant(at('sinks'), block.sinks)];
    const y = this.add(
      'picojoule:CachedAttention',
      [q, k, value, past('key'), past('value'), ...sinks],
      at('attention'),
      {
        heads: sizes.heads,
        keyValueHeads: keyHeads,
        scale: block.attentionScale ?? attentionScale,
        softcap: attentionSoftcap,
        window: block.window ?? 0,
        ...(sizes.latent && { valueSize: sizes.latent.rank }),
        format: this.options.cacheFormat ?? '',
      },
      { outputs: [at('attention'), ...parts.map((part) => presentName(index, part))] },
    );
    const given = latent === undefined ? y : latentValues(this, latent, index, y);
    return this.product(block.attentionOutput, this.kept(given, at('attentionOutputInput')), at('attentionOutput'));
  }

  #queryKeyValue(
    queryKeyValue: readonly [string] | readonly [string, string, string],
    index: number,
    x: string,
  ): [string, string, string] {
    const { sizes, isByHeads } = this.model;
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
    const { headSize } = this.model.sizes;
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
    const { size, isInterleaved } = this.model.rotary!;
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
    const { activation } = this.model;
    const { router, experts, used, isNormalised, isSigmoid, isInterleaved, limit = 0, shared } = feedForward;
    const { scale = 1, groups = 1, groupsUsed = 1, choiceBias } = feedForward;
    const attributes = {
      used,
      normalised: isNormalised ? 1 : 0,
      sigmoid: isSigmoid === true ? 1 : 0,
      scale,
      groups,
      groupsUsed,
      activation,
      interleaved: isInterleaved === true ? 1 : 0,
      limit,
      share: this.options.activationThreshold ?? 0,
    };
    const logits = this.product(router, x, at('router'));
    const bias = choiceBias === undefined ? [] : [this.constant(at('choiceBias'), choiceBias)];
    const chosen = this.add('picojoule:Experts', [x, logits, ...bias], at('experts'), attributes, {
      layers: experts.flat(),
    });
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
    const [operator, attributes] = ACTIVATION_NODES[this.model.activation];
    return this.add(operator, [x], `activated.${index}`, attributes);
  }

  /** What the head gives, scaled and bent where the model says so. */
  logits(x: string): void {
    const { head, logitScale = 1, logitSoftcap } = this.model;
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
    const { sizes } = this.model;
    const blocks = Array.from({ length: sizes.blocks }, (_, block) => block);
    const { parts, shape } = cacheShape(sizes);
    return {
      inputs: [
        { name: TOKENS, shape: [1, null], type: 'int64' },
        { name: POSITIONS, shape: [1, null], type: 'int64' },
        ...blocks.flatMap((block) => parts.map((part) => ({ name: pastName(block, part), shape }))),
      ],
      outputs: [LOGITS, ...blocks.flatMap((block) => parts.map((part) => presentName(block, part)))],
      nodes: this.nodes,
      constants: this.constants,
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
