import packed from '../../../generated/energy/cacti-arrays.json.ts';
import { once } from '../../base/memo.ts';
import { packedTable, type TableLine } from './packed-table.ts';

export type DeviceType = 'hp' | 'lstp' | 'lop';

/** One array as CACTI computed it at 300 K: energy of an access of its width, power and area of the array. */
export interface SramArray {
  /** Time from the start of one access to the start of the next. */
  readonly cycleNs: number;
  readonly accessNs: number;
  readonly readPj: number;
  readonly writePj: number;
  readonly leakageMw: number;
  readonly gateLeakageMw: number;
  readonly areaMm2: number;
}

/**
 * Arrays of one memory: CACTI's own pick (least energy x delay^2) and those on the front of cycle time against read energy, in no order. Of cycle times of
 * FRONTS_NS one of them costs at most 1 % more than the cheapest that is as fast; the cheapest and the fastest of all are among them.
 */
export interface MemoryArrays {
  readonly pick: SramArray;
  readonly front: () => readonly SramArray[];
}

/** An array on the front of a memory between powers of two, of which only this is kept. */
export type FrontArray = Pick<SramArray, 'cycleNs' | 'readPj' | 'writePj'>;

/** CACTI's pick of such a memory; what is not kept lies between those around it. */
export type PickedArray = Omit<SramArray, 'accessNs'>;

/** log2 of the words and of the width in bits. */
export interface Corner {
  readonly words: number;
  readonly width: number;
}

/** The memories of one device type at one node, at powers of two of words and width. */
export interface ArrayTable {
  readonly device: DeviceType;
  readonly nodeNm: number;
  readonly at: (corner: Corner) => MemoryArrays | undefined;
  readonly corners: readonly Corner[];
  /** CACTI's picks between: words by quarters of an octave, widths of two and three times powers of two, 16 to 1024 bit. */
  readonly picksBetween: () => Between<PickedArray>;
  /**
   * Fronts between, up to 8 MiB: words by halves of an octave, widths of two and three times powers of two. Of cycle times of FRONTS_NS an array costs at most 7 % more
   * than the cheapest that is as fast; the last is the cheapest of all.
   */
  readonly frontsBetween: () => Between<readonly FrontArray[]>;
}

/** What is known of memories that are no powers of two, in no order. */
export type Between<T> = readonly (readonly [Corner, T])[];

/** What CACTI was asked for. It has no organisation of fewer than 32 words. */
export const CACTI_NODES_NM = [22, 32, 45, 65, 90] as const;
export const CACTI_SOURCE = packed.source;
export const CAPACITY_BYTES = { from: 512, to: 64 * 2 ** 20 } as const;
export const WIDTH_BITS = { from: 8, to: 2048 } as const;
export const LEAST_WORDS = 32;

export const FRONTS_NS = { from: 0.25, to: 16 } as const;

const tables = new Map<string, ArrayTable>();

/** The table of a device type at one of CACTI_NODES_NM, unpacked when first asked for. */
export function arrayTable(device: DeviceType, technologyNm: number): ArrayTable {
  const name = `${device} ${technologyNm}`;
  const known = tables.get(name);
  if (known !== undefined) return known;
  const texts: Readonly<Record<string, string>> = packed.tables;
  const table = {
    device,
    nodeNm: technologyNm,
    ...memoriesOf(
      packedTable(texts[name]),
      once(() => packedTable(texts[`${name}, fronts`])),
    ),
    picksBetween: once(() => between(texts[`${name}, picks between`], ([pick]) => pickFrom(pick))),
    frontsBetween: once(() => between(texts[`${name}, fronts between`], (rows) => rows.map(frontFrom))),
  };
  tables.set(name, table);
  return table;
}

/** A line for each memory in both tables: capacity in bytes and width in bits, then its arrays. Most are never asked for. */
function memoriesOf(
  picks: readonly TableLine[],
  fronts: () => readonly TableLine[],
): Pick<ArrayTable, 'at' | 'corners'> {
  const memories = new Map<number, () => MemoryArrays>();
  const corners = picks.map((line, k) => {
    const [capacityBytes, widthBits] = line.head;
    const corner = { words: Math.log2((capacityBytes * 8) / widthBits), width: Math.log2(widthBits) };
    const memory = once(() => ({
      pick: new PackedArray(line, 0),
      front: once(() => Array.from({ length: fronts()[k].count }, (_, row) => new PackedArray(fronts()[k], row))),
    }));
    memories.set(keyOf(corner), memory);
    return corner;
  });
  return { at: (corner) => memories.get(keyOf(corner))?.(), corners };
}

/** An array in a table, of which a figure is read when it is asked for: of most that is the cycle time alone. Powers are packed in uW. */
class PackedArray implements SramArray {
  readonly #line: TableLine;
  readonly #row: number;

  constructor(line: TableLine, row: number) {
    this.#line = line;
    this.#row = row;
  }

  get cycleNs(): number {
    return this.#line.at(this.#row, 0);
  }

  get accessNs(): number {
    return this.#line.at(this.#row, 1);
  }

  get readPj(): number {
    return this.#line.at(this.#row, 2);
  }

  get writePj(): number {
    return this.#line.at(this.#row, 3);
  }

  get leakageMw(): number {
    return this.#line.at(this.#row, 4) / 1000;
  }

  get gateLeakageMw(): number {
    return this.#line.at(this.#row, 5) / 1000;
  }

  get areaMm2(): number {
    return this.#line.at(this.#row, 6);
  }
}

/** An array of which every figure is computed by the same rule. */
export function arrayOf(figure: (field: keyof SramArray) => number): SramArray {
  return {
    cycleNs: figure('cycleNs'),
    accessNs: figure('accessNs'),
    readPj: figure('readPj'),
    writePj: figure('writePj'),
    leakageMw: figure('leakageMw'),
    gateLeakageMw: figure('gateLeakageMw'),
    areaMm2: figure('areaMm2'),
  };
}

/** A line of such a table begins with words, whole as they are, and width; they lie on quarters of an octave. */
function between<T>(packedText: string, made: (rows: readonly number[][]) => T): Between<T> {
  return packedTable(packedText).map(({ head: [words, widthBits], rows }) => {
    const corner = { words: Math.round(Math.log2(words) * 4) / 4, width: Math.log2(widthBits) };
    return [corner, made(rows())] as const;
  });
}

function pickFrom([cycleNs, readPj, writePj, leakageUw, gateLeakageUw, areaMm2]: readonly number[]): PickedArray {
  return { cycleNs, readPj, writePj, leakageMw: leakageUw / 1000, gateLeakageMw: gateLeakageUw / 1000, areaMm2 };
}

function frontFrom([cycleNs, readPj, writePj]: readonly number[]): FrontArray {
  return { cycleNs, readPj, writePj };
}

/** One number for a corner, to look it up by. */
export function keyOf({ words, width }: Corner): number {
  return words * 64 + width;
}
