/**
 * Lengths of the Huffman codes of symbols with these counts; 0 for a symbol that does not occur. A lone symbol takes 1 bit.
 * Ties are broken by the order of the symbols (older nodes first), so the same counts give the same code.
 */
export function huffmanLengths(counts: ArrayLike<number>): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const leaves = Array.from({ length: counts.length }, (_, symbol) => symbol).filter((symbol) => counts[symbol] > 0);
  if (leaves.length === 1) lengths[leaves[0]] = 1;
  if (leaves.length < 2) return lengths;
  leaves.sort((a, b) => counts[a] - counts[b] || a - b);
  // Two queues: leaves by count, and inner nodes, whose weights come out in rising order.
  const weights = leaves.map((symbol) => counts[symbol]);
  const parents: number[] = [];
  let [leaf, inner] = [0, leaves.length];
  const takeLeast = (): number => {
    if (leaf < leaves.length && (inner >= weights.length || weights[leaf] <= weights[inner])) return leaf++;
    return inner++;
  };
  while (weights.length < 2 * leaves.length - 1) {
    const [a, b] = [takeLeast(), takeLeast()];
    parents[a] = parents[b] = weights.length;
    weights.push(weights[a] + weights[b]);
  }
  const depths = new Uint8Array(weights.length);
  for (let node = weights.length - 2; node >= 0; node--) depths[node] = depths[parents[node]] + 1;
  leaves.forEach((symbol, node) => {
    lengths[symbol] = depths[node];
  });
  return lengths;
}

/** Bits that all symbols take with codes of these lengths. */
export function huffmanBits(counts: ArrayLike<number>, lengths: Uint8Array): number {
  let bits = 0;
  for (let symbol = 0; symbol < lengths.length; symbol++) bits += counts[symbol] * lengths[symbol];
  return bits;
}

/** How often each symbol below `size` occurs. */
export function countSymbols(symbols: ArrayLike<number>, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (let index = 0; index < symbols.length; index++) counts[symbols[index]]++;
  return counts;
}

/** Canonical codes: codes of one length are consecutive numbers in the order of the symbols. */
function canonicalCodes(lengths: Uint8Array): Float64Array {
  const order = Array.from({ length: lengths.length }, (_, symbol) => symbol).filter((symbol) => lengths[symbol] > 0);
  order.sort((a, b) => lengths[a] - lengths[b] || a - b);
  const codes = new Float64Array(lengths.length);
  let code = 0;
  order.forEach((symbol, index) => {
    if (index > 0) code = (code + 1) * 2 ** (lengths[symbol] - lengths[order[index - 1]]);
    codes[symbol] = code;
  });
  return codes;
}

/** Symbols as a stream of canonical Huffman codes, first bit highest; the last byte is filled with zeros. */
export function huffmanEncode(symbols: ArrayLike<number>, lengths: Uint8Array): Uint8Array {
  const codes = canonicalCodes(lengths);
  let bits = 0;
  for (let index = 0; index < symbols.length; index++) bits += lengths[symbols[index]];
  const bytes = new Uint8Array(Math.ceil(bits / 8));
  let at = 0;
  for (let index = 0; index < symbols.length; index++) {
    const [code, length] = [codes[symbols[index]], lengths[symbols[index]]];
    for (let bit = length - 1; bit >= 0; bit--, at++)
      if (Math.floor(code / 2 ** bit) % 2 === 1) bytes[at >> 3] |= 0x80 >> (at & 7);
  }
  return bytes;
}

/** The first `count` symbols of such a stream. */
export function huffmanDecode(bytes: Uint8Array, lengths: Uint8Array, count: number): Uint16Array {
  const symbolOf = new Map<string, number>();
  canonicalCodes(lengths).forEach((code, symbol) => {
    if (lengths[symbol] > 0) symbolOf.set(`${lengths[symbol]}:${code}`, symbol);
  });
  const symbols = new Uint16Array(count);
  let at = 0;
  for (let index = 0; index < count; index++) {
    let [code, length] = [0, 0];
    let symbol: number | undefined;
    while (symbol === undefined && at < bytes.length * 8) {
      code = code * 2 + ((bytes[at >> 3] >> (7 - (at & 7))) & 1);
      length++;
      at++;
      symbol = symbolOf.get(`${length}:${code}`);
    }
    if (symbol === undefined) throw new RangeError('the Huffman stream ends before its last symbol');
    symbols[index] = symbol;
  }
  return symbols;
}
