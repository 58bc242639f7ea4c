import { memoryCost } from '../../energy/models/sram.ts';
import type { Eie } from '../../machines/eie/hardware.ts';
import type { Hardware } from '../../machines/index.ts';
import { SAVINGS } from '../../papers/eie.ts';
import type { LadderClaim, LadderRung } from './ladder-result.ts';

/** What a claim is looked up in. */
export interface Climbed {
  readonly rungs: readonly LadderRung[];
  /** Dense weights in codes of 4 bits: sharing without pruning. */
  readonly sharedAlone: LadderRung;
  readonly last: Hardware;
}

interface ClaimOf {
  /** Which rung the paper makes it for. */
  readonly rung: number;
  readonly factor: number;
  readonly of: string;
  readonly quantity: string;
  readonly found: (climbed: Climbed) => number;
}

/** EIE (ISCA 2016), introduction, each with the quantity that the paper derives it from. */
const CLAIMS: readonly ClaimOf[] = [
  {
    rung: 2,
    factor: SAVINGS.sparsity,
    of: 'sparsity',
    quantity: 'weights that are multiplied (the paper: one in ten is left)',
    found: ({ rungs }) => rungs[1].multiplyAccumulates / rungs[2].multiplyAccumulates,
  },
  {
    rung: 3,
    factor: SAVINGS['weight sharing'],
    of: 'weight sharing',
    quantity: 'memory energy of dense weights, from 32 to 4 bits (DRAM at 640 pJ per 32 bits)',
    found: ({ rungs, sharedAlone }) => rungs[0].flat.memoryPj / sharedAlone.flat.memoryPj,
  },
  {
    rung: 4,
    factor: SAVINGS['SRAM for DRAM'],
    of: 'SRAM for DRAM',
    quantity: 'one access of 32 bits: 640 pJ over a read of 32 KiB of SRAM',
    found: ({ last }) => 640 / smallReadPj(last),
  },
  {
    rung: 5,
    factor: SAVINGS['zero activations'],
    of: 'zero activations',
    quantity: 'cycles (the paper: 65.1 % saved)',
    found: ({ rungs }) => rungs[4].cycles / rungs[5].cycles,
  },
];

export function ladderClaims(climbed: Climbed): LadderClaim[] {
  return CLAIMS.map(({ rung, factor, of, quantity, found }) => ({
    rung: climbed.rungs[rung].name,
    of,
    factor,
    quantity,
    found: found(climbed),
  }));
}

/** The small SRAM of EIE Table I (5 pJ), with the device type and at the node of the machine. */
function smallReadPj(hardware: Hardware): number {
  const { memories } = hardware as Eie; // every rung is one
  const sparseMatrix = { ...memories.sparseMatrix, capacityBytes: 32768, widthBits: 32, banks: 1 };
  return memoryCost({ ...hardware, memories: { ...memories, sparseMatrix } }, 'sparseMatrix').readPj;
}
