/** What a test writes into a model folder: bytes of each tensor, by hand. */
export interface MadeTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** The fp32 tensor of a shape whose k-th value is `value(k)`; by default 1, 2, 3, ... with every third 0. */
export function fp32(shape: readonly number[], value = (k: number) => (k % 3 === 2 ? 0 : k + 1)): MadeTensor {
  const size = shape.reduce((product, one) => product * one, 1);
  const values = Float32Array.from({ length: size }, (_, k) => value(k));
  return { dtype: 'F32', shape, bytes: new Uint8Array(values.buffer) };
}

export function uint8(shape: readonly number[], values: readonly number[]): MadeTensor {
  return { dtype: 'U8', shape, bytes: Uint8Array.from(values) };
}

export function int32(shape: readonly number[], values: readonly number[]): MadeTensor {
  return { dtype: 'I32', shape, bytes: new Uint8Array(Int32Array.from(values).buffer) };
}

/** A .safetensors of these tensors, in their order. */
export function safetensorsOf(tensors: Readonly<Record<string, MadeTensor>>): Uint8Array {
  let end = 0;
  const header = Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
    const start = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [start, end] }] as const;
  });
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const head = new Uint8Array(8);
  new DataView(head.buffer).setBigUint64(0, BigInt(text.length), true);
  return Uint8Array.from(
    [head, text, ...Object.values(tensors).map(({ bytes }) => bytes)].flatMap((part) => [...part]),
  );
}

/** The files of a model folder `m` of one weight file. */
export function folderOf(
  config: object,
  tensors: Readonly<Record<string, MadeTensor>>,
): Record<string, Uint8Array | string> {
  return { 'm/config.json': JSON.stringify(config), 'm/model.safetensors': safetensorsOf(tensors) };
}

/** The same in shards, tensor k in shard k modulo their number. */
export function shardsOf(
  config: object,
  tensors: Readonly<Record<string, MadeTensor>>,
  shards: number,
): Record<string, Uint8Array | string> {
  const name = (shard: number) => `model-0000${shard + 1}-of-0000${shards}.safetensors`;
  const entries = Object.entries(tensors);
  const files = Array.from({ length: shards }, (_, shard) => [
    `m/${name(shard)}`,
    safetensorsOf(Object.fromEntries(entries.filter((_, k) => k % shards === shard))),
  ]);
  const map = Object.fromEntries(entries.map(([tensor], k) => [tensor, name(k % shards)]));
  return {
    'm/config.json': JSON.stringify(config),
    'm/model.safetensors.index.json': JSON.stringify({ metadata: {}, weight_map: map }),
    ...Object.fromEntries(files),
  };
}
