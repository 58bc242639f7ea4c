import { type LatexColumn, rowNumbers } from './columns.ts';

/** Room between columns, on both sides of the gap (TeX points). */
export const COLUMN_SEPARATION = 3;

/** Names of rows take at most this share of the width where the table is too wide. */
const KEY_SHARE = 0.36;
/** Other words likewise. */
const WORD_SHARE = 0.45;
/** A block that is fuller than this gets its words in columns of a fixed width: the estimate of a letter may be off by a little. */
const FULL = 0.94;

/** A column in a block; `width` where its words are broken into lines. */
export interface PlacedColumn {
  readonly column: LatexColumn;
  readonly width?: number;
}

/** Columns that stand side by side. */
export type Block = readonly PlacedColumn[];

interface Sized {
  readonly column: LatexColumn;
  readonly size: number;
}

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0) + 2 * COLUMN_SEPARATION * Math.max(0, sizes.length - 1);
}

function shrunk(column: LatexColumn, most: number): Sized {
  return {
    column,
    size: column.kind === 'words' ? Math.min(column.natural, Math.max(column.least, most)) : column.natural,
  };
}

/** Free room goes to the words, as far as they need it; those that name rows stay as wide in every block. */
function widened(block: readonly Sized[], room: number): PlacedColumn[] {
  let left = room;
  return block.map(({ column, size }) => {
    const more = Math.min(left, column.natural - size);
    left -= more;
    return { column, width: size + more };
  });
}

/** Columns dealt to blocks from the left, each as full as the limit allows. */
function dealt(names: readonly Sized[], columns: readonly Sized[], limit: number): Sized[][] {
  const blocks: Sized[][] = [];
  for (const column of columns) {
    const last = blocks.at(-1);
    if (last !== undefined && total([...names, ...last, column].map(({ size }) => size)) <= limit) last.push(column);
    else blocks.push([column]);
  }
  return blocks;
}

/** As few blocks as the limit allows, about as wide as each other: none is left with a single column. */
function evenly(names: readonly Sized[], columns: readonly Sized[], limit: number): Sized[][] {
  let blocks = dealt(names, columns, limit);
  for (let narrower = limit - 4; narrower > 0; narrower -= 4) {
    const found = dealt(names, columns, narrower);
    if (found.length > blocks.length) break;
    blocks = found;
  }
  return blocks;
}

/** More than this share of the width for what names the rows leaves too little for the rest: then rows are numbered. */
const MOST_KEYS = 0.6;

/**
 * Columns dealt to as many blocks as the width asks for, each beginning with those that name the rows: no block is wider than the limit.
 * @param keys how many columns name a row
 * @param limit width of the column or page (TeX points)
 */
export function fitBlocks(columns: readonly LatexColumn[], keys: number, limit: number): Block[] {
  if (total(columns.map(({ natural }) => natural)) <= limit * FULL) return [columns.map((column) => ({ column }))];
  const wanted = columns.slice(0, keys).map(({ kind, natural, least }) => (kind === 'words' ? least : natural));
  if (keys > 1 && total(wanted) > limit * MOST_KEYS)
    return fitBlocks([rowNumbers(columns[0].cells.length), ...columns], 1, limit);
  const names = columns.slice(0, keys).map((column) => shrunk(column, (limit * KEY_SHARE) / keys));
  const others = columns.slice(keys).map((one) => shrunk(one, limit * WORD_SHARE));
  const blocks = evenly(names, others, limit);
  const rooms = blocks.map((block) => limit - total([...names, ...block].map(({ size }) => size)));
  const wideNames = widened(names, Math.max(0, Math.min(...rooms)));
  return (blocks.length === 0 ? [[]] : blocks).map((block) => {
    const taken = [...wideNames.map(({ width }) => width ?? 0), ...block.map(({ size }) => size)];
    return [...wideNames, ...widened(block, Math.max(0, limit - total(taken)))].map(({ column, width }) => ({
      column,
      ...(column.kind === 'words' && { width }),
    }));
  });
}
