import type { Platform } from '../../config/platform/platform.ts';
import { costOf } from '../../energy/cost-of.ts';
import { AREAS, AT_7_NM, DRAM_64_BIT, OPERATIONS, PAPER, SRAM_64_BIT } from '../../papers/horowitz.ts';
import { cardHead, cards } from '../cards.ts';
import type { PaperDocument } from '../paper-document.ts';
import type { Choice, ContextTable, FigureData } from '../record.ts';
import { type FoundRow, type FoundSection, slug } from '../section.ts';

const COST: Choice = {
  name: 'cost',
  title: 'picojoule cost',
  meaning: 'what picojoule cost answers: of arithmetic the published table itself, of SRAM CACTI’s own pick',
};
const CLOCK: Choice = {
  name: 'clock',
  title: 'fits 800 MHz',
  meaning:
    'SRAM as a run of the EIE takes it: the cheapest array whose cycle time fits the clock; chosen knowing EIE’s numbers',
};

const operations = (of: Readonly<Record<string, Readonly<Partial<Record<'add' | 'multiply', number>>>>>) =>
  Object.entries(of).flatMap(([format, costs]) =>
    Object.entries(costs).map(([action, value]) => ({ format, action, value })),
  );

function arithmetic(): FoundSection {
  const at45 = operations(OPERATIONS).map(({ format, action, value }): FoundRow => {
    const pj = costOf('arithmetic', { format }).actions[action].energyPj;
    return row(`${format} ${action}`, 'energy at 45 nm', 'pJ', value, 'cost table', { cost: pj });
  });
  const at7 = operations(AT_7_NM).map(({ format, action, value }): FoundRow => {
    const pj = costOf('arithmetic', { format, technology: '7 nm' }).actions[action].energyPj;
    return {
      ...row(`${format} ${action}`, 'energy at 7 nm', 'pJ', value, 'Jouppi et al., ISCA 2021, Table 2', { cost: pj }),
      key: `${slug(`${format} ${action}`)}/energy-7-nm`,
    };
  });
  const areas = Object.entries(AREAS).flatMap(([format, costs]): FoundRow[] => {
    // an adder and a multiplier together are what picojoule cost tells
    if (!('multiply' in costs)) return [];
    const mm2 = costOf('arithmetic', { format }).areaMm2!;
    return [
      row(`${format} adder and multiplier`, 'area', 'um2', costs.add + costs.multiply, 'cost table', {
        cost: mm2 * 1e6,
      }),
    ];
  });
  return {
    key: 'arithmetic',
    title: 'The cost table: arithmetic',
    about: [
      'The table that every talk on the subject begins with. Arithmetic of published formats is taken from it (and at 7 nm from its successor), so that these rows agree by construction: they show that nothing was mistyped, and no more.',
    ],
    choices: [COST],
    rows: [...at45, ...at7, ...areas],
  };
}

function row(
  name: string,
  table: string,
  unit: string,
  published: number,
  place: string,
  ours: Readonly<Record<string, number>>,
): FoundRow {
  return { key: slug(name), name, table, unit, published, place, ours };
}

const capacityText = (kib: number) => (kib >= 1024 ? `${kib / 1024} MiB` : `${kib} KiB`);

function memory(): FoundSection {
  const readPj = (capacity: string, clock?: string) =>
    costOf('sram', { capacity, width: '64 bit', ...(clock !== undefined && { clock }) }).actions.read.energyPj;
  const sram = Object.entries(SRAM_64_BIT).map(([kib, pj]): FoundRow => {
    const capacity = capacityText(Number(kib));
    return {
      ...row(`SRAM ${capacity}`, 'a 64-bit read', 'pJ', pj, 'cost table, cache', {
        cost: readPj(capacity),
        clock: readPj(capacity, '800 MHz'),
      }),
      cause: 'the paper’s are caches of another process; CACTI’s are plain arrays of low standby power at 45 nm',
    };
  });
  const dram = costOf('dram', { part: 'lpddr3-1600' });
  const word = (pj: number) => pj / 8;
  const [from, to] = DRAM_64_BIT;
  const { read, activate, transfer } = Object.fromEntries(
    Object.entries(dram.actions).map(([action, { energyPj }]) => [action, energyPj]),
  );
  const cause =
    'the paper’s is a DDR3 module with its interface; an LPDDR3 burst of 64 bytes is shared by eight words, or not';
  const stream = word(read + transfer);
  const alone = read + activate + transfer;
  const dramRow = (name: string, published: number, pj: number): FoundRow => ({
    ...row(name, 'a 64-bit read', 'pJ', published, 'cost table, DRAM', { cost: pj, clock: pj }),
    cause,
  });
  return {
    key: 'memory',
    title: 'The cost table: memory',
    about: [
      `A 64-bit access. SRAM hangs on which array is taken: both rules are columns. DRAM is published as a range, ${from} to ${to} pJ; here a word of a burst in an open row, and a word for which a row is opened and a whole burst is read.`,
    ],
    choices: [COST, CLOCK],
    rows: [...sram, dramRow('DRAM, in a burst of an open row', from, stream), dramRow('DRAM, alone', to, alone)],
  };
}

/** Energies of a platform by what people call them, pJ net of idle. */
function operationPj({ operations: list }: Platform, operation: string, data = 'random'): number | null {
  return list.find((one) => one.operation === operation && one.data === data)?.netPj ?? null;
}

function memoryPj({ memories }: Platform, name: string, data = 'random'): number | null {
  const found = memories.find((one) => one.memory === name && one.access === 'read' && one.data === data);
  return found === undefined ? null : found.netPjPerByte * 4;
}

const SILICON = [
  { name: 'int32 add', published: OPERATIONS.int32.add, of: (one: Platform) => operationPj(one, 'int32 add') },
  { name: 'fp32 add', published: OPERATIONS.fp32.add, of: (one: Platform) => operationPj(one, 'fp32 add') },
  {
    name: 'fp32 multiply',
    published: OPERATIONS.fp32.multiply,
    of: (one: Platform) => operationPj(one, 'fp32 multiply'),
  },
  {
    name: 'fp32 FMA, three registers',
    published: OPERATIONS.fp32.add + OPERATIONS.fp32.multiply,
    of: (one: Platform) => operationPj(one, 'fp32 FMA, three distinct registers'),
  },
  {
    name: 'the same on zeros',
    published: null,
    of: (one: Platform) => operationPj(one, 'fp32 FMA, three distinct registers', 'zeros'),
  },
  {
    name: '32 bits of shared memory',
    published: SRAM_64_BIT[8] / 2,
    of: (one: Platform) => memoryPj(one, 'shared memory, 128-bit'),
  },
  { name: '32 bits of L2', published: SRAM_64_BIT[1024] / 2, of: (one: Platform) => memoryPj(one, 'L2') },
  { name: '32 bits of HBM', published: DRAM_64_BIT[0] / 2, of: (one: Platform) => memoryPj(one, 'HBM') },
] as const;

async function silicon(): Promise<FoundSection> {
  const platforms = await cards();
  const [h100] = platforms;
  const found = (k: number) => SILICON[k].of(h100)!;
  const [intAdd, , multiply] = [found(0), found(1), found(2)];
  const word = SILICON[7].of(h100)!;
  const names = platforms.map(cardHead);
  const context: ContextTable = {
    name: 'horowitz-on-silicon',
    caption: 'Horowitz at 45 nm beside cards of today, net of idle',
    unit: 'pJ',
    columns: ['Horowitz, 45 nm', ...names],
    rows: SILICON.map(({ name, published, of }) => ({ name, values: [published, ...platforms.map(of)] })),
    note: `${h100.method.energy} Net: ${h100.method.net}. Whole cards; energies of an instruction contain fetching it, scheduling it and its registers. Uncertainty ${100 * h100.uncertainty.energy} %, of loops of arithmetic ${100 * h100.uncertainty.arithmetic} %. Measured ${platforms.map(({ name, measured }) => `${name} ${measured}`).join(', ')}.`,
  };
  const figure: FigureData = {
    name: 'horowitz-silicon',
    title: 'Horowitz’s table at 45 nm, and cards of today',
    kind: 'bars',
    x: { title: '' },
    y: { title: 'Energy (pJ)', logarithmic: true },
    series: [{ name: 'Horowitz, 45 nm', of: 'published' }, ...names.map((name) => ({ name, of: 'measured' as const }))],
    points: SILICON.flatMap(({ name, published, of }) => [
      { series: 'Horowitz, 45 nm', x: name, y: published },
      ...platforms.map((platform, k) => ({ series: names[k], x: name, y: of(platform) })),
    ]),
    note: 'Energy of an operation and of a word. The table is of units alone; the cards are measured as wholes, each instruction with its fetch and its registers.',
  };
  return {
    key: 'silicon',
    title: 'What was measured on silicon',
    about: [
      'Beside the table: what the same operations take on two cards of today, measured in 2026 by the counter of the whole card. On them an instruction costs 12 to 20 pJ whatever it computes, so that the table’s ladder from int32 add to fp32 multiply is gone; what is left of it is the distance to memory.',
    ],
    choices: [],
    rows: [],
    claims: [
      {
        key: 'add-costs-multiply',
        claim: 'an int32 add costs a 37th of an fp32 multiply',
        place: 'cost table',
        found: `on an H100 as much: ${intAdd} and ${multiply} pJ`,
        holds: multiply / intAdd > 18,
        deviation: 17,
      },
      {
        key: 'word-costs-multiplies',
        claim: 'a word of DRAM costs 173 fp32 multiplies (640 over 3.7 pJ)',
        place: 'cost table',
        found: `on an H100 a word of HBM costs ${(word / multiply).toFixed(0)} (${word.toFixed(0)} pJ)`,
        holds: word / multiply > 87,
        deviation: 17,
      },
    ],
    context: [context],
    figures: [figure],
  };
}

/** The cost table of computing, and what was measured since. */
export const horowitz: PaperDocument = {
  name: 'horowitz',
  title: 'Horowitz’s cost table, recomputed',
  paper: PAPER,
  data: [],
  takes: 'look-ups of prices: a second',
  sections: () => [async () => arithmetic(), async () => memory(), silicon],
};
