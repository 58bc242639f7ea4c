import { entriesPerLine } from '../../machines/eie/schema.ts';
import type { Hardware } from '../../machines/index.ts';

/** What each pass of a network depends on: equal keys mean equal inputs, so the pass runs once. Later keys contain those that they build on. */
export interface PassKeys {
  readonly network: string;
  readonly encode: string;
  readonly scan: string;
  readonly timing: string;
  readonly traffic: string;
  /** Independent of the number of PEs, unless work is lost at the end of a layer (rule reference). */
  readonly numeric: string;
  /** Everything but clock and prices. */
  readonly counts: string;
}

/** Gives the keys of machines on variants of the network. One with a graph is executed whole, so that all its passes depend on all that is counted. */
export type KeyMaker = (network: string, hasGraph: boolean, hardware: Hardware) => PassKeys;

/**
 * A maker of keys (design section 1, table of passes). Contents are compared as JSON, once: the key itself is their number, for it is looked up
 * thousands of times.
 */
export function keyMaker(): KeyMaker {
  const numbers = new Map<string, string>();
  const key = (...parts: readonly unknown[]): string => {
    const content = JSON.stringify(parts);
    if (!numbers.has(content)) numbers.set(content, String(numbers.size));
    return numbers.get(content)!;
  };
  return (network, hasGraph, hardware) => {
    const keys = passKeys(network, hardware, key);
    const { counts } = keys;
    return hasGraph
      ? { network, encode: counts, scan: counts, timing: counts, traffic: counts, numeric: counts, counts }
      : keys;
  };
}

function passKeys(network: string, hardware: Hardware, key: (...parts: readonly unknown[]) => string): PassKeys {
  const { encoding, arithmetic, activationQueue, processingElements, simulation, memories, weights, dram } = hardware;
  const line = entriesPerLine(hardware);
  const isReference = simulation.rule === 'reference';
  const stored = [encoding.weights, encoding.codeBits];
  // formats that each layer chooses are chosen when it is encoded
  const chosen = simulation.fractionBits === 'perLayer' ? arithmetic : null;
  const encode = key(network, processingElements, encoding.indexBits, encoding.reencode, chosen, ...stored);
  const scan = key(encode, arithmetic.activation, encoding.skipZeroActivations, simulation.rule);
  const timing = key(scan, activationQueue.depth, isReference ? line : null);
  const traffic = key(scan, line);
  const { activation } = arithmetic;
  const numeric = isReference
    ? key(timing, arithmetic, line)
    : key(
        network,
        chosen,
        ...stored,
        encoding.indexBits === null,
        activation,
        encoding.skipZeroActivations,
        arithmetic,
      );
  const streams = weights.home === 'dram' || weights.overflow === 'stream';
  const counts = key(timing, line, arithmetic, memories, weights, streams ? [dram, hardware.clockHz] : null);
  return { network, encode, scan, timing, traffic, numeric, counts };
}
