import type { Deviation } from './deviation.ts';

export const d5: Deviation = {
  number: 5,
  title: 'The broadcast tree',
  cause:
    'The paper gives no figure for the broadcast; here it is the wires of an H-tree over the floor plan, and part of the chip.',
  text: () => `A broadcast drives an H-tree over all PEs: 30 bits, 70 mm of wire (the floor plan of D6), half of the bits toggling: 269 pJ, 48 mW on the authors' layer. The
paper gives no figure for it: Table II is of a PE, and 590 mW is 64 PEs and the detection units.`,
};
