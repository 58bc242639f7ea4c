import type { PointerStage } from './pointer-stage.ts';

/** Reads the sparse-matrix memory line by line and cuts the entry out of the held line (section 4). */
export interface LineStage {
  readonly wires: {
    isValid: boolean;
    code: number;
    relativeIndex: number;
    isLastOfColumn: boolean;
    activation: number;
  };
  /** True where a line was read. */
  update(pointer: PointerStage['wires']): boolean;
  propagate(): void;
}

export function lineStage(
  codes: ArrayLike<number>,
  relativeIndices: ArrayLike<number>,
  entriesPerLine: number,
  initialLine: number,
): LineStage {
  let heldLine = initialLine;
  let address = 0;
  const registers = { isValid: false, isLastOfColumn: false, activation: 0 };
  const wires: LineStage['wires'] = { ...registers, code: 0, relativeIndex: 0 };

  return {
    wires,
    update(pointer) {
      registers.isValid = pointer.state === 'busy';
      registers.isLastOfColumn = pointer.isLastOfColumn;
      registers.activation = pointer.activation;
      if (pointer.state !== 'busy') return false;
      address = pointer.address;
      const line = Math.floor(address / entriesPerLine);
      const isRead = line !== heldLine;
      heldLine = line;
      return isRead;
    },
    propagate() {
      Object.assign(wires, registers);
      wires.code = registers.isValid ? codes[address] : 0;
      wires.relativeIndex = registers.isValid ? relativeIndices[address] : 0;
    },
  };
}
