import type { GivenFiles, ReproductionResult } from '../index.ts';
import { flag, resultOptions, tableNeeds, value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, texts } from './command.ts';
import { commandLine } from './command-line.ts';
import { deliver } from './deliver.ts';
import { withProgress } from './progress/progress.ts';

type Api = typeof import('../index.ts');

/** How many rows that moved are named. */
const MOST_NAMED = 20;

/** Options that give data, by the option and as the document calls them. */
const FILES = {
  fc8: 'fc8',
  alexnet: 'alexnet',
  squeezenet: 'squeezenet',
  'lenet-300-100': 'lenet300100',
  'lenet-5': 'lenet5',
  mobilenet: 'mobilenet',
} as const satisfies Readonly<Record<string, keyof GivenFiles>>;

/** Those of which there are several, one a seed. */
const SEVERAL: readonly string[] = ['lenet-300-100', 'lenet-5'];

/** `picojoule reproduce`: a paper recomputed, every published number beside ours. */
export const reproduce: Command = {
  usage: 'reproduce <paper>',
  summary: 'recompute a paper: every published number beside ours, with the difference and its cause',
  repeats: ['set', ...SEVERAL],
  needs: {
    format: 'out',
    ...tableNeeds,
    alexnet: 'alexnet-prototxt',
    'alexnet-prototxt': 'alexnet',
    squeezenet: 'squeezenet-prototxt',
    'squeezenet-prototxt': 'squeezenet',
  },
  options: (yargs) =>
    yargs
      .positional('paper', {
        type: 'string',
        demandOption: true,
        describe: 'which paper; `list` tells what there is, what data each needs and how long it takes',
      })
      .option('hardware', value('hardware config in place of the one of the paper'))
      .option('set', value('change a config key of the machine: --set activationQueue.depth=16 (repeats)'))
      .option('fc8', value("the authors' AlexNet fc8: folder with act.dat, arithm.dat, ptr, spm (eie)"))
      .option('alexnet', value('AlexNet_compressed.net of Deep-Compression-AlexNet (eie, deep-compression)'))
      .option('alexnet-prototxt', value('Caffe description of --alexnet (deploy.prototxt of bvlc_alexnet)'))
      .option('squeezenet', value('compressed_SqueezeNet.net of SqueezeNet-Deep-Compression (deep-compression)'))
      .option('squeezenet-prototxt', value('Caffe description of --squeezenet'))
      .option('lenet-300-100', value('result folder of picojoule train lenet-300-100 (deep-compression; repeats)'))
      .option('lenet-5', value('result folder of picojoule train lenet-5 (deep-compression; repeats)'))
      .option('mobilenet', value('folder with the masks of a pruned MobileNet (sparseloop-eyeriss-v2)'))
      .option('fail-over', flag('exit with 1 when a row has moved by more than its tolerance since the reference set'))
      .options(resultOptions('write the record, tables and charts into this folder')),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const formats = api.parseFormats(text(args, 'format'), 'reproduction');
  const name = text(args, 'paper')!;
  if (name === 'list') {
    io.out(api.renderPapers(io.columns));
    return 0;
  }
  const paper = api.paperNamed(name);
  const hardware = text(args, 'hardware');
  const record = await withProgress(io, 'sections', (step) =>
    api.reproducePaper(paper, {
      ...(hardware !== undefined && { hardware }),
      set: texts(args, 'set'),
      files: filesOf(args),
      onSection: step,
      signal: io.signal,
    }),
  );
  const result = { ...record, command: commandLine(reproduce, args) };
  await deliver(api, args, io, result, formats);
  return args['fail-over'] === true ? failed(api, result, io) : 0;
}

function filesOf(args: Arguments): GivenFiles {
  const entries = Object.entries(FILES).flatMap(([option, file]) => {
    const given = texts(args, option);
    if (given.length === 0) return [];
    const prototxt = text(args, `${option}-prototxt`);
    const one = prototxt === undefined ? given[0] : { file: given[0], prototxt };
    return [[file, SEVERAL.includes(option) ? given : one] as const];
  });
  return Object.fromEntries(entries);
}

/** 1 where a row moved, each with how far. */
function failed(api: Api, { sections, moved }: ReproductionResult, io: Io): number {
  for (const id of moved.slice(0, MOST_NAMED)) {
    const row = sections.flatMap(({ rows }) => rows).find((one) => one.id === id);
    const how = row === undefined ? 'the statement no longer decides as it did' : changesText(api, row);
    io.err(`moved: ${id}: ${how}\n`);
  }
  if (moved.length > MOST_NAMED) io.err(`moved: ${moved.length - MOST_NAMED} more\n`);
  if (moved.length === 0) return 0;
  io.err(`${moved.length} rows moved by more than their tolerance since the reference set\n`);
  return 1;
}

function changesText(api: Api, row: ReproductionResult['sections'][number]['rows'][number]): string {
  const changes = api
    .movedColumns(row)
    .map(({ now, before }) => (before === 0 ? `from 0 to ${now}` : `${(100 * (now / before - 1)).toFixed(2)} %`));
  return `${changes.join(', ')} (tolerance ${100 * row.tolerance} %)`;
}
