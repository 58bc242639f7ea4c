import { countProduct } from '../../machines/systolic/count-product.ts';
import type { Layer } from '../../network/layer.ts';
import { loadHardware, loadNetworkConfig } from '../../node/read-configs.ts';
import { PAPER, PEAK_TOPS, PROGRAMS } from '../../papers/tpu-v1.ts';
import { NO_OUTPUTS } from '../../simulate/outputs/matrix-product.ts';
import type { Asked, PaperDocument } from '../paper-document.ts';
import type { Choice, FigureData } from '../record.ts';
import type { FoundRow, FoundSection } from '../section.ts';

const MODEL: Choice = {
  name: 'simulated',
  title: 'simulated',
  meaning:
    'layers of equal size with the published number of weights, LSTMs in two passes a product (8 x 16 bit); what is found is scaled to the share of the cycles that is matrix work',
};

const SHARES = [
  { key: 'active', name: 'active', counter: 'activeCycles', published: 'active' },
  { key: 'weight-stall', name: 'weight stall', counter: 'weightStallCycles', published: 'weightStall' },
  { key: 'weight-shift', name: 'weight shift', counter: 'weightShiftCycles', published: 'weightShift' },
] as const;

type Counting = Parameters<typeof countProduct>[3];
type Program = keyof typeof PROGRAMS;

/** A layer of which only the size matters: an array multiplies zeros too. */
function sized(rows: number, columns: number): Layer {
  const none = new Uint32Array(0);
  const weights = { kind: 'direct', values: new Float32Array(0) } as const;
  return {
    name: 'sized',
    kind: 'fullyConnected',
    shape: [rows, columns],
    matrix: { rows, columns, hasBias: false, columnStart: none, rowIndex: none, weights },
    activations: new Float32Array(0),
  } as unknown as Layer;
}

/** Shares of the cycles of a program, in per cent, and operations in a second. */
async function countedProgram(program: Program, set: readonly string[]) {
  const machine = program.startsWith('lstm') ? 'tpu-v1-int16' : 'tpu-v1';
  const hardware = (await loadHardware(machine, { set })) as unknown as Counting & { readonly clockHz: number };
  const network = await loadNetworkConfig(`tpu-${program}`);
  const { batch, nonMatrix } = PROGRAMS[program];
  const sizes = network.layers.map(({ generate }) => generate!);
  const counts = sizes.map(({ rows, columns }) => countProduct(sized(rows, columns), batch, NO_OUTPUTS, hardware));
  const sum = (value: (one: (typeof counts)[number]) => number) => counts.reduce((all, one) => all + value(one), 0);
  const cycles = sum((one) => one.cycles);
  const matrix = 100 - nonMatrix;
  const multiplies = sizes.reduce((all, { rows, columns }) => all + rows * columns * batch, 0);
  const seconds = cycles / hardware.clockHz / (matrix / 100);
  return {
    shares: SHARES.map(({ counter }) => (sum((one) => one[counter]) / cycles) * matrix),
    tops: (2 * multiplies) / seconds / 1e12,
  };
}

async function table3({ set }: Asked): Promise<FoundSection> {
  const programs = Object.keys(PROGRAMS) as Program[];
  const found = await Promise.all(programs.map((program) => countedProgram(program, set)));
  const rows = programs.flatMap((program, p) => [
    ...SHARES.map(
      ({ key, name, published }, k): FoundRow => ({
        key: `${program}/${key}`,
        name: `${PROGRAMS[program].title}, ${name}`,
        unit: '%',
        table: 'shares of the cycles',
        published: PROGRAMS[program][published],
        place: 'Table 3',
        ours: { simulated: found[p].shares[k] },
        deviation: 12,
      }),
    ),
    {
      key: `${program}/tops`,
      name: PROGRAMS[program].title,
      unit: 'TOPS',
      table: 'throughput',
      published: PROGRAMS[program].tops,
      place: 'Table 3',
      ours: { simulated: found[p].tops },
      deviation: 12,
    },
  ]);
  const figure: FigureData = {
    name: 'tpu-v1-table-3',
    title: 'TPU v1, Table 3: shares of the cycles, published and simulated',
    kind: 'bars',
    x: { title: '' },
    y: { title: 'Share of all cycles (%)' },
    series: SHARES.flatMap(({ name }) => [
      { name: `${name}, published`, of: 'published' as const },
      { name: `${name}, simulated`, of: 'measured' as const },
    ]),
    points: programs.flatMap((program, p) =>
      SHARES.flatMap(({ name, published }, k) => [
        { series: `${name}, published`, x: PROGRAMS[program].title, y: PROGRAMS[program][published] },
        { series: `${name}, simulated`, x: PROGRAMS[program].title, y: found[p].shares[k] },
      ]),
    ),
    note: 'Colours are the hardware counters of the chip, grey beside each is what is simulated.',
  };
  return {
    key: 'table-3',
    title: 'Table 3: where the cycles of the matrix unit go',
    about: [
      `Hardware counters of the chip beside the cycles of a systolic array of 256 x 256 multipliers at 700 MHz whose weights come as tiles of 64 KiB at 34 GB/s. What goes in: these, the batch and the number of weights (Table 1), and the share of cycles that is no matrix work, which is not simulated (${programs.map((program) => `${PROGRAMS[program].title} ${PROGRAMS[program].nonMatrix} %`).join(', ')}). No figure of the rows goes in. The convolutional networks of the paper are left out: their layers are not published.`,
      `Throughput follows from the same cycles: two operations a multiply-accumulate, of ${PEAK_TOPS} TOPS at most.`,
    ],
    choices: [MODEL],
    rows,
    figures: [figure],
  };
}

/** The first TPU: hardware counters beside a two-line model of its array. */
export const tpuV1: PaperDocument = {
  name: 'tpu-v1',
  title: 'The first TPU, recomputed',
  paper: PAPER,
  data: [],
  takes: '19 products of known size, of which only cycles are counted: a second',
  machine: 'tpu-v1',
  sections: (asked) => [() => table3(asked)],
};
