/** A tensor of a written file, its shape slowest axis first. */
interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A GGUF file of version 3 with tensors of fp32 (ggml-org/ggml, docs/gguf.md): keys are texts or 32-bit numbers. */
export function ggufFile(
  keys: Readonly<Record<string, string | number>>,
  tensors: readonly WrittenTensor[],
): Uint8Array {
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const u64 = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
  let offset = 0;
  const infos = tensors.flatMap(({ name, shape, values }) => {
    const own = offset;
    offset += Math.ceil(values.byteLength / 32) * 32;
    return [text(name), u32(shape.length), ...shape.toReversed().map(u64), u32(0), u64(own)];
  });
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(Object.keys(keys).length),
    ...Object.entries(keys).flatMap(([key, value]) =>
      typeof value === 'string' ? [text(key), u32(8), text(value)] : [text(key), u32(4), u32(value)],
    ),
    ...infos,
  ]);
  const padded = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32)]);
  return new Uint8Array(
    Buffer.concat([
      padded(head),
      ...tensors.map(({ values }) => padded(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))),
    ]),
  );
}
