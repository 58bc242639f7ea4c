import { oneLayer } from './arguments/one-layer.ts';
import { machineAndNetwork, value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, UsageError } from './command.ts';

/** `picojoule trace`: what happens when in a layer, for the viewers that people have. */
export const trace: Command = {
  usage: 'trace [hardware] [network]',
  summary: 'write the timeline of a layer: waveforms, trace events, pipelines and a chart',
  repeats: ['set'],
  options: (yargs) =>
    machineAndNetwork(yargs)
      .option('layer', value('which layer; may be left out where the network has one'))
      .option('processing-elements', value('only these: 0..7, or 0,3,5 (default: all)'))
      .option('cycles', value('only these: 100..400 (default: all)'))
      .option('format', {
        ...value('vcd (GTKWave, Surfer), perfetto (ui.perfetto.dev), konata; svg, png, pdf, csv, vl.json; json'),
        default: 'vcd,perfetto,konata',
      })
      .option('style', {
        choices: ['column', 'page', 'slide', 'screen'] as const,
        requiresArg: true,
        default: 'screen',
        describe: 'where the chart will stand',
      })
      .option('out', { ...value('folder of the files'), demandOption: true }),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const formats = api.parseFormats(text(args, 'format'), 'timeline');
  const [pes, cycles] = [elements(args), range(args, 'cycles', 1)];
  const { hardware, network } = await oneLayer(args, io);
  const timeline = api.layerTimeline(hardware, network, {
    ...(pes && { processingElements: pes }),
    ...(cycles && { cycles }),
    memory: api.memory(),
  });
  const written = await api.writeTimeline(timeline, text(args, 'out')!, formats, { style: text(args, 'style')! });
  io.out(`${timeline.layer}: cycles ${timeline.from} to ${timeline.to} of ${timeline.cycles}\n${written.join('\n')}\n`);
  return 0;
}

function elements(args: Arguments): number[] | undefined {
  const given = text(args, 'processing-elements');
  if (given === undefined) return undefined;
  if (/^\d{1,5}(,\d{1,5})+$/.test(given)) return [...new Set(given.split(',').map(Number))].toSorted((a, b) => a - b);
  const [from, to] = range(args, 'processing-elements', 0)!;
  return Array.from({ length: to - from + 1 }, (_, k) => from + k);
}

/** `a..b`, or one number. */
function range(args: Arguments, name: string, least: number): [number, number] | undefined {
  const given = text(args, name);
  if (given === undefined) return undefined;
  const [, first, last = first] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(given) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (to < from) throw new UsageError(`--${name}: expected ${to}..${from}, found "${given}", which runs backwards`);
  if (from >= least) return [from, to];
  throw new UsageError(`--${name}: expected ${least}..7 or a number, found "${given}"`);
}
