import type { GraphNodes } from './graph-nodes.ts';
import type { LatentAttention } from './transformer.ts';

/** The query of each head and the key of all, what is turned of them first: the rest of the key is the latent vector, which is the value too. */
export function latentQueryKey(
  make: GraphNodes,
  { query, latent, norm, keys }: LatentAttention,
  index: number,
  x: string,
): readonly [query: string, key: string] {
  const { heads, headSize } = make.model.sizes;
  const { rank, turned } = make.model.sizes.latent!;
  const at = (name: string): string => `${name}.${index}`;
  const split = (both: string, outputs: readonly string[], sizes: readonly number[]): void => {
    const parts = make.integers(`${both}.sizes`, sizes);
    make.add('Split', [both, parts], outputs[0], { axis: -1 }, { outputs });
  };
  const whole = typeof query === 'string' ? make.product(query, x, at('query')) : narrowQuery(make, query, index, x);
  const ofHeads = byHeads(make, whole, headSize, at('query.heads'));
  split(ofHeads, [at('query.plain'), at('query.turned')], [headSize - turned, turned]);
  const toLatent = headProducts(make, keys, at('query.plain'), at('query.latent'));
  const both = make.add('Concat', [at('query.turned'), toLatent], at('query.both'), { axis: -1 });
  const joined = make.integers('queriesJoined', [1, -1, heads * (turned + rank)]);
  split(make.product(latent, x, at('latent')), [at('latent.plain'), at('key.turned')], [rank, turned]);
  const normed = make.norm(norm, at('latent.plain'), at('latent.norm'));
  return [
    make.add('Reshape', [both, joined], at('query.joined')),
    make.add('Concat', [at('key.turned'), normed], at('key.both'), { axis: -1 }),
  ];
}

function narrowQuery(
  make: GraphNodes,
  { down, norm, up }: Exclude<LatentAttention['query'], string>,
  index: number,
  x: string,
): string {
  const at = (name: string): string => `${name}.${index}`;
  const narrow = make.norm(norm, make.product(down, x, at('query.narrow')), at('query.norm'));
  return make.product(up, make.kept(narrow, at('query.input')), at('query'));
}

/** Values of each head, of the latent vectors that attention gives. */
export function latentValues(make: GraphNodes, { values }: LatentAttention, index: number, attended: string): string {
  const { heads, latent } = make.model.sizes;
  const at = (name: string): string => `${name}.${index}`;
  const ofHeads = byHeads(make, attended, latent!.rank, at('attention.heads'));
  const joined = make.integers('valuesJoined', [1, -1, heads * latent!.value]);
  return make.add('Reshape', [headProducts(make, values, ofHeads, at('values')), joined], at('values.joined'));
}

function byHeads(make: GraphNodes, x: string, size: number, output: string): string {
  return make.add('Reshape', [x, make.integers(`headsOf${size}`, [1, -1, make.model.sizes.heads, size])], output);
}

function headProducts(make: GraphNodes, layers: readonly string[], x: string, output: string): string {
  return make.add('picojoule:HeadProducts', [make.kept(x, `${output}.input`)], output, {}, { layers });
}
