import { priceActions } from '../../energy/price-actions.ts';
import { FIGURE_10, LAYERS } from '../../papers/eie.ts';
import type { SweepPoint, SweepResult } from '../../sweep/sweep-result.ts';
import type { Choice, FigureData } from '../record.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import { slug } from '../section.ts';
import { CLOCK, ED2 } from './choices.ts';
import type { EieRuns } from './eie-runs.ts';

/** As simulated; the choice of layers does not move these figures, which the paper tells in words. */
const SIMULATED: Choice = {
  name: 'simulated',
  title: 'simulated',
  meaning: 'layers of Table III, as picojoule sweep runs them',
};

/** Metric of a layer at a point. */
function metricOf({ layers = [] }: SweepPoint, layer: string, metric: string): number {
  const value = layers.find(({ name }) => name === layer)?.metrics[metric];
  if (typeof value !== 'number') throw new Error(`the sweep has no ${metric} of ${layer}`);
  return value;
}

/** A line for each layer, against the first axis. */
function layerLines(
  { points, axes: [axis] }: SweepResult,
  value: (point: SweepPoint, layer: string) => number,
): FigureData['points'] {
  return LAYERS.flatMap((layer) =>
    points.map((point) => ({ series: layer, x: Number(point.axes[axis.name]), y: value(point, layer) })),
  );
}

const LINES = LAYERS.map((name) => ({ name, of: 'ours' as const }));

function pointAt({ points, axes: [axis] }: SweepResult, value: number): SweepPoint {
  const found = points.find((point) => Number(point.axes[axis.name]) === value);
  if (found === undefined) throw new Error(`the sweep has no ${axis.name} of ${value}`);
  return found;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Fig. 8: load balance against the depth of the queue. */
export async function figure8(runs: EieRuns): Promise<FoundSection> {
  const sweep = await runs.sweep('eie-fig8');
  const efficiency = (depth: number, layer: string) =>
    metricOf(pointAt(sweep, depth + 1), layer, 'loadBalanceEfficiency');
  const held = sweep.axes[0].values.map((depth) => Number(depth) - 1);
  const mean = (depth: number) => LAYERS.reduce((sum, layer) => sum + efficiency(depth, layer), 0) / LAYERS.length;
  const worst = LAYERS.toSorted((a, b) => efficiency(8, a) - efficiency(8, b))[0];
  const row = (depth: number, layer: string): FoundRow => ({
    key: `${slug(layer)}/depth-${depth}`,
    name: `${layer}, depth ${depth}`,
    unit: '%',
    published: null,
    place: 'Fig. 8 (bars without labels)',
    ours: { simulated: 100 * efficiency(depth, layer) },
  });
  return {
    key: 'figure-8',
    title: 'Fig. 8: load balance against the depth of the activation queue',
    about: [
      'Share of the cycles in which PEs do not starve, 64 PEs. The bars of the paper have no labels; it says in words what they show, and these statements are checked. Depth is what a queue holds: one of depth d in a config holds d - 1, as in the authors’ simulator.',
    ],
    choices: [SIMULATED],
    rows: [1, 8, 256].flatMap((depth) => LAYERS.map((layer) => row(depth, layer))),
    claims: [
      {
        key: 'depth-1-half-idle',
        claim: 'with a depth of 1 about half of the cycles are idle',
        place: 'section VI, Fig. 8',
        found: `${percent(1 - mean(1))} of the cycles, mean of the layers (${percent(1 - Math.max(...LAYERS.map((one) => efficiency(1, one))))} to ${percent(1 - Math.min(...LAYERS.map((one) => efficiency(1, one))))})`,
        holds: mean(1) > 0.4 && mean(1) < 0.6,
        deviation: 16,
      },
      {
        key: 'little-beyond-8',
        claim: 'a depth beyond 8 gains little',
        place: 'section VI, Fig. 8',
        found: `mean of the layers: ${percent(mean(1))} at 1, ${percent(mean(8))} at 8, ${percent(mean(256))} at 256`,
        holds: mean(256) - mean(8) < (mean(8) - mean(1)) / 4,
      },
      {
        key: 'nt-we-worst',
        claim: 'NT-We has the worst load balance',
        place: 'section VI, Fig. 8',
        found: `${worst}: ${percent(efficiency(8, worst))} at depth 8`,
        holds: worst === 'NT-We',
      },
    ],
    figures: [
      {
        name: 'eie-figure-8',
        title: 'EIE Fig. 8: load balance against the depth of the activation queue',
        kind: 'lines',
        x: { title: 'Activations that a queue holds', doublings: true },
        y: { title: 'Load-balance efficiency (%)' },
        series: LINES,
        points: held.flatMap((depth) =>
          LAYERS.map((layer) => ({ series: layer, x: depth, y: 100 * efficiency(depth, layer) })),
        ),
        note: 'Share of the cycles in which PEs do not wait for work. The paper chose a depth of 8.',
      },
    ],
  };
}

/** Which arrays memories are: the names of the choices. */
type Rule = 'clock' | 'ed2';

const READS = 'actionCounts.sparseMatrix.read';

/** Fig. 9: width of the sparse-matrix memory. */
export async function figure9(runs: EieRuns): Promise<FoundSection> {
  const sweep = await runs.sweep('eie-fig9');
  const widths = sweep.axes[0].values.map(Number);
  const { hardware, table } = await runs.ed2();
  // counts do not hang on the array, so that only the price of a read is asked for anew
  const readPj = (choice: Rule, widthBits: number): number => {
    if (choice === 'clock') return pointAt(sweep, widthBits).metrics.readPj!;
    const sparseMatrix = { ...hardware.memories.sparseMatrix, widthBits };
    const wide = { ...hardware, memories: { ...hardware.memories, sparseMatrix } };
    return priceActions(wide, table, ['sparseMatrix.read']).prices[0].energyPj;
  };
  const reads = (width: number) => pointAt(sweep, width).metrics[READS]!;
  const energy = (choice: Rule, width: number) => readPj(choice, width) * reads(width) * 1e-6;
  const best = (choice: Rule) => widths.toSorted((a, b) => energy(choice, a) - energy(choice, b))[0];
  const row = (table: string, key: string, name: string, unit: string, of: (choice: Rule) => number): FoundRow => ({
    table,
    key,
    name,
    unit,
    published: null,
    place: 'Fig. 9 (bars without labels)',
    ours: { clock: of('clock'), ed2: of('ed2') },
    deviation: 8,
  });
  return {
    key: 'figure-9',
    title: 'Fig. 9: width of the sparse-matrix memory',
    about: [
      'A wider memory is read less often and costs more each time. Reads and energy are those of the nine layers together. The bars of the paper have no labels; its statement is that 64 bits cost the least.',
    ],
    choices: [CLOCK, ED2],
    rows: [
      {
        ...row('best width', 'best-width', 'width with the least energy', 'bit', best),
        published: 64,
        place: 'section VI, Fig. 9',
        cause: 'with arrays that fit the clock 32 and 64 bits are equal within 0.2 %',
      },
      ...widths.map((width) =>
        row('energy of all reads', `energy-${width}`, `${width} bit`, 'uJ', (one) => energy(one, width)),
      ),
      ...widths.map((width) =>
        row('energy of one read', `read-${width}`, `${width} bit`, 'pJ', (one) => readPj(one, width)),
      ),
      ...widths.map((width) => row('reads', `reads-${width}`, `${width} bit`, '', () => reads(width))),
    ],
    claims: [
      {
        key: 'minimum-at-64',
        claim: '64 bits cost the least',
        place: 'section VI, Fig. 9',
        found: `${best('clock')} bit; 64 bit cost ${percent(energy('clock', 64) / energy('clock', best('clock')) - 1)} more`,
        // equal within half a per cent is no statement of ours against theirs
        holds: energy('clock', 64) / energy('clock', best('clock')) < 1.005,
        deviation: 8,
      },
    ],
    figures: [
      {
        name: 'eie-figure-9',
        title: 'EIE Fig. 9: energy of the sparse-matrix reads against their width',
        kind: 'lines',
        x: { title: 'Width (bit)', doublings: true },
        y: { title: 'Energy of all reads (uJ)' },
        series: [
          { name: 'fits the clock', of: 'ours' },
          { name: 'ED2', of: 'reference' },
        ],
        points: (['clock', 'ed2'] as const).flatMap((choice) =>
          widths.map((width) => ({
            series: choice === 'clock' ? 'fits the clock' : 'ED2',
            x: width,
            y: energy(choice, width),
          })),
        ),
        note: 'Energy of all reads of the nine layers, with two rules for which array the memory is. The paper finds the least at 64 bits.',
      },
    ],
  };
}

const FORMATS = { fp32: 'fp32', int32: 'q15.16', int16: 'q7.8', int8: 'q3.4' } as const;

/** Fig. 10: precision. */
export async function figure10(runs: EieRuns): Promise<FoundSection> {
  const sweep = await runs.sweep('eie-fig10');
  const multiplyPj = (format: keyof typeof FORMATS) =>
    sweep.points.find(({ axes }) => axes['arithmetic.weight'] === FORMATS[format])!.metrics.multiplyEnergyPj!;
  const ratio = (format: 'fp32' | 'int32'): FoundRow => ({
    key: `${format}-over-int16`,
    name: `multiply in ${format} over one in int16`,
    unit: 'x',
    published: FIGURE_10.multiplyOverInt16[format],
    place: 'section VI, Fig. 10',
    ours: { simulated: multiplyPj(format) / multiplyPj('int16') },
    deviation: 9,
    cause:
      'with 3.7 and 3.1 pJ for fp32 and int32 the paper’s two ratios give 0.60 and 0.62 pJ for int16; the tool takes 0.62',
  });
  const formats = Object.keys(FORMATS) as (keyof typeof FORMATS)[];
  return {
    key: 'figure-10',
    title: 'Fig. 10: precision',
    about: [
      'Energy of a multiply in each number format (fixed point here as q15.16, q7.8 and q3.4). The accuracy of AlexNet on ImageNet, the other axis of the figure, cannot be computed: neither its weights before pruning nor ImageNet are at hand. What a smaller network loses is told in D9.',
    ],
    choices: [SIMULATED],
    rows: [
      ratio('fp32'),
      ratio('int32'),
      ...formats.map(
        (format): FoundRow => ({
          key: `multiply-${format}`,
          name: `multiply in ${format}`,
          unit: 'pJ',
          published: null,
          place: 'Fig. 10 (bars without labels)',
          ours: { simulated: multiplyPj(format) },
        }),
      ),
    ],
    context: [
      {
        name: 'eie-figure-10-accuracy',
        caption: 'Fig. 10: top-5 accuracy of AlexNet as published, not computed here',
        unit: '%',
        columns: Object.keys(FIGURE_10.accuracy),
        rows: [{ name: 'published', values: Object.values(FIGURE_10.accuracy) }],
      },
    ],
    figures: [
      {
        name: 'eie-figure-10',
        title: 'EIE Fig. 10: energy of a multiply in each number format',
        kind: 'bars',
        x: { title: '' },
        y: { title: 'Energy of a multiply (pJ)' },
        series: [{ name: 'simulated', of: 'ours' }],
        points: formats.map((format) => ({ series: 'simulated', x: format, y: multiplyPj(format) })),
        note: 'Energy of one multiply. The paper prints accuracies beside the bars, which are in the table.',
      },
    ],
  };
}

/** Figs. 11 to 13: number of processing elements. */
export async function figures11to13(runs: EieRuns): Promise<FoundSection> {
  const sweep = await runs.sweep('eie-fig11-13');
  const counts = sweep.axes[0].values.map(Number);
  const first = pointAt(sweep, counts[0]);
  const speedUp = (point: SweepPoint, layer: string) =>
    metricOf(first, layer, 'timeUs') / metricOf(point, layer, 'timeUs');
  const realWork = (point: SweepPoint, layer: string) =>
    100 * (1 - metricOf(point, layer, 'paddingZeros') / metricOf(point, layer, 'entries'));
  const balance = (point: SweepPoint, layer: string) => 100 * metricOf(point, layer, 'loadBalanceEfficiency');
  const shown = [64, 256];
  const values = [
    { figure: 11, what: 'speed-up', unit: 'x', value: speedUp },
    { figure: 12, what: 'real work', unit: '%', value: realWork },
    { figure: 13, what: 'load balance', unit: '%', value: balance },
  ] as const;
  const last = pointAt(sweep, 256);
  const slowest = LAYERS.toSorted((a, b) => speedUp(last, a) - speedUp(last, b))[0];
  const risen = LAYERS.filter((layer) => realWork(last, layer) >= realWork(first, layer));
  const fallen = LAYERS.filter((layer) => balance(last, layer) < balance(first, layer));
  const figure = (number: number, name: string, y: string, doublings: boolean, value: typeof speedUp): FigureData => ({
    name: `eie-figure-${number}`,
    title: `EIE Fig. ${number}: ${name}`,
    kind: 'lines',
    x: { title: 'Processing elements', doublings: true },
    y: { title: y, ...(doublings && { logarithmic: true }) },
    series: [...LINES, ...(doublings ? [{ name: 'ideal', of: 'reference' as const }] : [])],
    points: [
      ...layerLines(sweep, value),
      ...(doublings ? counts.map((count) => ({ series: 'ideal', x: count, y: count / counts[0] })) : []),
    ],
    note:
      number === 11
        ? 'Time on one PE over time on so many.'
        : number === 12
          ? 'Share of the stored entries that are weights; the rest are padding zeros, which gaps need that do not fit the index.'
          : 'Share of the cycles in which PEs do not wait for work, queues of 8.',
  });
  return {
    key: 'figures-11-13',
    title: 'Figs. 11 to 13: scalability',
    about: [
      'From 1 to 256 PEs: speed-up (Fig. 11), real work over total work (Fig. 12) and load balance (Fig. 13). The bars of the paper have no labels; its statements are checked. The memories of a PE stay as they are: small machines would not hold the layers, and are simulated as if they did.',
    ],
    choices: [SIMULATED],
    rows: values.flatMap(({ figure: number, what, unit, value }) =>
      shown.flatMap((count) =>
        LAYERS.map(
          (layer): FoundRow => ({
            key: `${slug(what)}/${slug(layer)}/${count}-pes`,
            name: `${layer}, ${count} PEs`,
            table: `Fig. ${number}, ${what}`,
            unit,
            published: null,
            place: `Fig. ${number} (bars without labels)`,
            ours: { simulated: value(pointAt(sweep, count), layer) },
          }),
        ),
      ),
    ),
    claims: [
      {
        key: 'near-linear',
        claim: 'speed-up is near-linear for all layers but NT-We',
        place: 'section VI, Fig. 11',
        found: `at 64 PEs ${LAYERS.map((layer) => `${layer} ${speedUp(pointAt(sweep, 64), layer).toFixed(1)}`).join(', ')}; least at 256: ${slowest}, ${speedUp(last, slowest).toFixed(1)}`,
        holds:
          slowest === 'NT-We' &&
          LAYERS.every((layer) => layer === 'NT-We' || speedUp(pointAt(sweep, 64), layer) > 0.85 * 64),
      },
      {
        key: 'padding-falls',
        claim: 'real work over total work rises with the number of PEs',
        place: 'section VI, Fig. 12',
        found: `${risen.length} of ${LAYERS.length} layers`,
        holds: risen.length === LAYERS.length,
      },
      {
        key: 'balance-falls',
        claim: 'load balance falls with the number of PEs',
        place: 'section VI, Fig. 13',
        found: `${fallen.length} of ${LAYERS.length} layers`,
        holds: fallen.length === LAYERS.length,
      },
    ],
    figures: [
      figure(11, 'speed-up against processing elements', 'Speed-up', true, speedUp),
      figure(
        12,
        'real work over total work against processing elements',
        'Real work / total work (%)',
        false,
        realWork,
      ),
      figure(13, 'load balance against processing elements', 'Load-balance efficiency (%)', false, balance),
    ],
  };
}
