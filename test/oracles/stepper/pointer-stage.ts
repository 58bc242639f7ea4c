import type { Item } from './broadcast.ts';

/** Emits an entry, spends a cycle on an empty column, or has no column. */
export type PointerState = 'busy' | 'emptyColumn' | 'starved';

/** Walks the entries of one column after the other, one entry per cycle (section 3). */
export interface PointerStage {
  readonly wires: {
    state: PointerState;
    /** Of the entry in the PE's stream; meaningful in state `busy` only. */
    address: number;
    isLastOfColumn: boolean;
    activation: number;
    /** The next tic takes the head of the queue, if there is one. */
    readsNext: boolean;
  };
  /** True where a column was taken, which reads its two pointers. */
  update(head: Item | undefined): boolean;
  propagate(): void;
}

export function pointerStage(pointers: ArrayLike<number>): PointerStage {
  let held: Item | undefined;
  let position = 0;
  let end = 0;
  const wires: PointerStage['wires'] = {
    state: 'starved',
    address: 0,
    isLastOfColumn: false,
    activation: 0,
    readsNext: true,
  };

  return {
    wires,
    update(head) {
      if (!wires.readsNext) {
        position++;
        return false;
      }
      held = head;
      if (head === undefined) return false;
      position = pointers[head.column];
      end = pointers[head.column + 1];
      return true;
    },
    propagate() {
      wires.state = held === undefined ? 'starved' : position < end ? 'busy' : 'emptyColumn';
      wires.address = position;
      wires.isLastOfColumn = position + 1 === end;
      wires.activation = held?.value ?? 0;
      wires.readsNext = wires.state !== 'busy' || wires.isLastOfColumn;
    },
  };
}
