/** How a GGUF tensor type lies in bytes: blocks of `size` weights, `bytes` each, along the fastest axis. */
export interface BlockLayout {
  /** As reports write it: `q4_K`. */
  readonly name: string;
  readonly size: number;
  readonly bytes: number;
  /** Writes the values of the block that begins at byte `at` into `values` from place `to` on. */
  readonly decode: (view: DataView, at: number, values: Float32Array, to: number) => void;
}

/** Bits of a weight as stored, the scales of its block included. */
export function bitsPerWeight({ size, bytes }: BlockLayout): number {
  return (8 * bytes) / size;
}

/** All values of `count` weights: whole blocks one behind the other. */
export function decodeBlocks(layout: BlockLayout, bytes: Uint8Array, count: number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(count);
  for (let block = 0; block * layout.size < count; block++)
    layout.decode(view, block * layout.bytes, values, block * layout.size);
  return values;
}
