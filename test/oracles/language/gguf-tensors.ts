import { readFileSync } from 'node:fs';
import type { Tensors } from './small-llama.ts';

/** Tensors of a GGUF file of fp32 alone, read by a reader of its own (ggml-org/ggml, docs/gguf.md): the whole file in memory, nothing checked. */
export function fp32Tensors(path: string): Tensors {
  const bytes = readFileSync(path);
  let at = 8;
  const u32 = (): number => bytes.readUInt32LE((at += 4) - 4);
  const u64 = (): number => Number(bytes.readBigUInt64LE((at += 8) - 8));
  const text = (): string => {
    const length = u64();
    return bytes.toString('utf8', at, (at += length));
  };
  const sizes: Record<number, number> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
  const skip = (kind: number): void => {
    if (kind === 8) text();
    else if (kind === 9) {
      const inner = u32();
      for (let left = u64(); left > 0; left--) skip(inner);
    } else at += sizes[kind];
  };
  const [tensorCount, keyCount] = [u64(), u64()];
  for (let key = 0; key < keyCount; key++) {
    text();
    skip(u32());
  }
  const heads = Array.from({ length: tensorCount }, () => {
    const name = text();
    const shape = Array.from({ length: u32() }, u64);
    u32();
    return { name, width: shape[0], rows: shape[1] ?? 1, offset: u64() };
  });
  const start = Math.ceil(at / 32) * 32;
  const tensors = new Map(
    heads.map(({ name, width, rows, offset }) => [
      name,
      Array.from({ length: rows }, (_, row) =>
        Array.from({ length: width }, (_value, k) => bytes.readFloatLE(start + offset + 4 * (row * width + k))),
      ),
    ]),
  );
  return (name) => tensors.get(name)!;
}
