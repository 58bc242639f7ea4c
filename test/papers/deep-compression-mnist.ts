import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompressedRow, TABLE_1, TABLES } from '../../src/papers/deep-compression.ts';
import type { TrainingResult } from '../../src/train/run/training-result.ts';

/** What the paper tells of a network, and what is asked of ours. */
export interface PublishedNetwork {
  readonly recipe: string;
  readonly source: string;
  /** Errors in per cent. */
  readonly before: number;
  readonly after: number;
  readonly rate: number;
  readonly layers: Readonly<Record<string, CompressedRow>>;
  /** Means over three seeds: most error, most points above the same network before pruning (two standard errors), least rate, most weights kept. */
  readonly goal: { readonly error: number; readonly above: number; readonly rate: number; readonly kept: number };
}

function published(network: 'LeNet-300-100' | 'LeNet-5') {
  const { total: _total, ...layers } = TABLES[network];
  const { top1, rate } = TABLE_1[network];
  return { before: top1[0], after: top1[1], rate, layers };
}

export const PUBLISHED: readonly PublishedNetwork[] = [
  {
    recipe: 'lenet-300-100',
    source: 'Deep Compression, Table 2',
    ...published('LeNet-300-100'),
    goal: { error: 1.8, above: 0.26, rate: 40, kept: 8.3 },
  },
  {
    recipe: 'lenet-5',
    source: 'Deep Compression, Table 3',
    ...published('LeNet-5'),
    goal: { error: 0.9, above: 0.18, rate: 39, kept: 8.5 },
  },
];

export const SEEDS = [1, 2, 3] as const;

/** The records of a recipe in reports/, one a seed. */
export function trainedResults({ recipe }: PublishedNetwork, folder = 'reports'): TrainingResult[] {
  return SEEDS.map((seed) => JSON.parse(readFileSync(join(folder, recipe, `seed-${seed}.json`), 'utf8')));
}

/** Means over the seeds, errors and shares in per cent. */
export function meansOf(results: readonly TrainingResult[]) {
  const mean = (value: (result: TrainingResult) => number) => ({ ...spread(results.map(value)) });
  const error = (k: number) => (result: TrainingResult) => 100 * (1 - result.stages.at(k)!.accuracy.top1);
  return {
    before: mean(error(0)),
    after: mean(error(-1)),
    kept: mean(({ stages }) => 100 * stages.at(-1)!.density),
    rate: mean(({ stages }) => stages.at(-1)!.compressionRate),
    bytes: mean(({ stages }) => stages.at(-1)!.bytes),
  };
}

function spread(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** The results of a recipe beside the paper, in Markdown. */
export function trainingSummary(published: PublishedNetwork, results: readonly TrainingResult[]): string {
  const { recipe, source, before, after, rate, layers, goal } = published;
  const means = meansOf(results);
  const { samples, accounting, name } = results[0];
  const rows = results.map(({ seed, stages }) => {
    const [first, last] = [stages[0], stages.at(-1)!];
    return `| ${seed} | ${(100 - 100 * first.accuracy.top1).toFixed(2)} | ${(100 - 100 * last.accuracy.top1).toFixed(2)} | ${(100 * last.density).toFixed(2)} | ${last.bytes} | ${last.compressionRate.toFixed(1)} |`;
  });
  const meanRow = (what: 'mean' | 'deviation', title: string) =>
    `| ${title} | ${means.before[what].toFixed(2)} | ${means.after[what].toFixed(2)} | ${means.kept[what].toFixed(2)} | ${means.bytes[what].toFixed(0)} | ${means.rate[what].toFixed(1)} |`;
  const layerRows = Object.entries(layers).map(([layer, paper]) => {
    const found = results.map(({ stages }) => stages.at(-1)!.layers.find((one) => one.name === layer)!);
    const mean = (value: (one: (typeof found)[number]) => number) => spread(found.map(value)).mean;
    return `| ${layer} | ${found[0].weights} | ${mean(({ density }) => 100 * density).toFixed(1)} (${paper.keptPercent}) | ${mean((one) => one.storedBitsPerWeight).toFixed(2)} (${paper.huffmanWeightBits}) | ${mean((one) => one.storedBitsPerIndex).toFixed(2)} (${paper.huffmanIndexBits}) | ${mean((one) => one.paddingZeros).toFixed(0)} | ${mean((one) => 100 / one.compressionRate).toFixed(2)} (${paper.huffmanPercent}) |`;
  });
  const stages = results[0].stages.map(
    ({ name: stage }, k) =>
      `| ${stage} | ${spread(results.map((one) => 100 * (1 - one.stages[k].accuracy.top1))).mean.toFixed(2)} | ${spread(results.map((one) => 100 * one.stages[k].density)).mean.toFixed(2)} | ${spread(results.map((one) => one.stages[k].compressionRate)).mean.toFixed(1)} |`,
  );
  return `${[
    `# ${name}, seeds ${results.map(({ seed }) => seed).join(', ')}`,
    `${results.map(({ seed }) => `\`picojoule train ${recipe} --seed ${seed} --out ${recipe}-${seed}\``).join(', ')}: result.json of each is here. All ${samples.train} training images are learnt, errors are on the ${samples.test} test images; the standard error of one seed is ${(100 * results[0].stages[0].accuracy.standardError).toFixed(2)} points.`,
    [
      '| seed | error before pruning % | error behind the last stage % | kept % | bytes | rate |',
      '|-|-|-|-|-|-|',
      ...rows,
      meanRow('mean', 'mean'),
      meanRow('deviation', 'deviation'),
      `| ${source} | ${before.toFixed(2)} | ${after.toFixed(2)} | 8 | | ${rate} |`,
      `| goal | | up to ${goal.error}, and ${goal.above} above | up to ${goal.kept} | | from ${goal.rate} |`,
    ].join('\n'),
    `Layers behind the last stage, means of the seeds, the paper's figures in brackets; bits are those of an entry behind Huffman coding, size in % of fp32:`,
    [
      '| layer | weights | kept % | bits of a weight | bits of an index | padding zeros | size |',
      '|-|-|-|-|-|-|-|',
      ...layerRows,
    ].join('\n'),
    'Stages, means of the seeds:',
    ['| stage | error % | kept % | rate |', '|-|-|-|-|', ...stages].join('\n'),
    `Bytes are ${accounting}.`,
  ].join('\n\n')}\n`;
}
