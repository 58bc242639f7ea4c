import type { Attribute, GraphNode, Tensor } from '../graph/graph.ts';
import type { Norm, Transformer } from './transformer.ts';

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

/** Collects nodes and constants. */
export class GraphNodes {
  readonly model: Transformer;
  readonly options: TokenGraphOptions;
  readonly nodes: GraphNode[] = [];
  readonly constants = new Map<string, Tensor>();

  constructor(model: Transformer, options: TokenGraphOptions) {
    this.model = model;
    this.options = options;
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
    this.nodes.push({
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
    this.constants.set(name, tensor);
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
    const { activationThreshold: share = 0 } = this.options;
    return share === 0 ? x : this.add('picojoule:KeepLargest', [x], output, { share });
  }

  norm(norm: Norm | undefined, x: string, output: string): string {
    if (norm === undefined) return x;
    const { kind, epsilon } = this.model.norm;
    const weight = this.constant(`${output}.weight`, norm.weight);
    if (kind === 'rms') return this.add('RMSNormalization', [x, weight], output, { epsilon });
    const bias = norm.bias === undefined ? [] : [this.constant(`${output}.bias`, norm.bias)];
    return this.add('LayerNormalization', [x, weight, ...bias], output, { epsilon });
  }
}
