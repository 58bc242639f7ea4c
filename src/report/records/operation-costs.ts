import { dramPart } from '../../config/dram-parts.ts';
import { costOf } from '../../energy/cost-of.ts';

/** What one operation costs, from `picojoule cost` or an energy table. */
export interface OperationCost {
  /** Such as `fp32 multiply` or `SRAM 32 KiB, 64 bit`. */
  readonly name: string;
  readonly group: 'arithmetic' | 'registers' | 'sram' | 'dram';
  readonly energyPj: number;
  readonly source: string;
}

/** What the chart of operation costs reads. */
export interface OperationCostsRecord {
  readonly kind: 'operationCosts';
  readonly technologyNm: number;
  readonly operations: readonly OperationCost[];
}

/** Formats whose energies at 45 nm are published (Horowitz, ISSCC 2014; int16 multiply: EIE Fig. 10). */
const FORMATS = ['int8', 'int16', 'int32', 'fp16', 'fp32'] as const;
const SRAM_SIZES = ['8 KiB', '32 KiB', '128 KiB', '1 MiB'] as const;
/** DRAM as Horowitz and EIE (Table I) count it: a fixed price for each word. */
const DRAM = 'table-640pj';
const WORD_BITS = 32;

function arithmetic(format: string): OperationCost[] {
  const { actions, source } = costOf('arithmetic', { format });
  return ['add', 'multiply'].map((operation) => ({
    name: `${format} ${operation}`,
    group: 'arithmetic',
    energyPj: actions[operation].energyPj,
    source,
  }));
}

function word(name: string, group: OperationCost['group'], energyPj: number, source: string): OperationCost {
  return { name: `${name}, ${WORD_BITS} bit`, group, energyPj, source };
}

function register(): OperationCost {
  const { actions, source } = costOf('register', { entries: 1, width: `${WORD_BITS} bit` });
  return word('register', 'registers', actions.read.energyPj, source);
}

function sram(capacity: string): OperationCost {
  const { actions, source } = costOf('sram', { capacity, width: `${WORD_BITS} bit` });
  return word(`SRAM ${capacity}`, 'sram', actions.read.energyPj, source);
}

function dram(): OperationCost {
  const { actions, source } = costOf('dram', { part: DRAM });
  return word('DRAM', 'dram', (actions.read.energyPj * WORD_BITS) / (dramPart(DRAM).lineBytes * 8), source);
}

/** The table that every talk on the subject begins with, at 45 nm: arithmetic by format, and reads of 32 bits from ever larger memories. */
export function builtInOperationCosts(): OperationCostsRecord {
  return {
    kind: 'operationCosts',
    technologyNm: 45,
    operations: [...FORMATS.flatMap(arithmetic), register(), ...SRAM_SIZES.map(sram), dram()],
  };
}
