/** Which activations the scan passes over: the authors' simulator takes > 0 only (quirk Q2), a dense machine passes over none. */
export type Skips = 'nonPositive' | 'zero' | 'nothing';

/** One lane of a scan row: a value, and whether there is an activation at all (the last row may be ragged). */
export interface Lane {
  readonly value: number;
  readonly isHit: boolean;
}

/** Hands the scan one row of lanes after the other: the activations, the bias row, then empty rows for ever (section 1). */
export interface RowFeeder {
  /** Wires: the row that a load would take, its number, and the state `Empty` (the bias row has been loaded). */
  readonly wires: { row: readonly Lane[]; rowNumber: number; isEmpty: boolean };
  /** Hits of all rows together, the bias included. */
  readonly items: number;
  update(loadsRow: boolean): void;
  propagate(): void;
}

const absent: Lane = { value: 0, isHit: false };

function isHit(value: number, skips: Skips): boolean {
  return skips === 'nothing' || (skips === 'zero' ? value !== 0 : value > 0);
}

export function rowFeeder(
  activations: ArrayLike<number>,
  processingElements: number,
  hasBias: boolean,
  skips: Skips,
): RowFeeder {
  const activationRows = Math.max(1, Math.ceil(activations.length / processingElements));
  let nextRow = 0;
  const wires: RowFeeder['wires'] = { row: [], rowNumber: 0, isEmpty: false };

  function laneAt(row: number, lane: number): Lane {
    if (row === activationRows && lane === 0 && hasBias) return { value: 1, isHit: true };
    const column = row * processingElements + lane;
    if (row >= activationRows || column >= activations.length) return absent;
    const value = activations[column];
    return { value, isHit: isHit(value, skips) };
  }

  return {
    wires,
    items: Array.from(activations).filter((value) => isHit(value, skips)).length + (hasBias ? 1 : 0),
    update(loadsRow) {
      if (loadsRow) nextRow++;
    },
    propagate() {
      wires.row = Array.from({ length: processingElements }, (_, lane) => laneAt(nextRow, lane));
      wires.rowNumber = nextRow;
      wires.isEmpty = nextRow > activationRows;
    },
  };
}
