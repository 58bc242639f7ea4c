import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, texts } from './command.ts';

/** `picojoule plot`: charts of a result that is there already, in the size and format of where they will stand. */
export const plot: Command = {
  usage: 'plot <result> [charts..]',
  summary: 'draw charts of a result: for a column of a paper, a page, a slide or the screen',
  options: (yargs) =>
    yargs
      .positional('result', {
        type: 'string',
        demandOption: true,
        describe:
          'folder (or record) of run, sweep, ladder, compare, machines or train; or a chart that needs none: operation-costs, number-formats, weight-formats',
      })
      .positional('charts', {
        type: 'string',
        describe: 'names of charts (default: all that fit the result); `picojoule list charts`',
      })
      .option('format', {
        type: 'string',
        requiresArg: true,
        default: 'svg',
        describe: 'formats of the charts: svg, png, pdf, vl.json, csv, caption (commas between)',
      })
      .option('style', {
        choices: ['column', 'page', 'slide', 'screen'] as const,
        requiresArg: true,
        default: 'screen',
        describe:
          'column: 252 pt of TeX (3.49 in), page: 516 pt, both 8 pt letters and without title; slide and screen: with title',
      })
      .option(
        'layer',
        value('layer of a training that pictures of a single one show (default: that of the most weights)'),
      )
      .option('out', value('folder of the charts (default: that of the result)')),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const formats = api.parseFormats(text(args, 'format'));
  const result = text(args, 'result')!;
  const named = texts(args, 'charts');
  const style = text(args, 'style')!;
  // a chart that needs no result may stand in place of one
  const alone = !existsSync(result) && api.meansChart(result);
  const whole = alone ? undefined : api.readRecord(result);
  const layer = text(args, 'layer');
  const record = layer === undefined ? whole : api.onlyLayer(whole, layer);
  const charts = alone ? [result, ...named] : named.length > 0 ? named : 'all';
  const folder = text(args, 'out') ?? (alone ? '.' : folderOf(result));
  const written = await api.plotResult(record, folder, formats, { style, charts });
  for (const note of alone ? [] : api.chartsLeaveOut(record, charts, style)) io.err(`chart ${note}\n`);
  io.out(`${written.join('\n')}\n`);
  return 0;
}

function folderOf(result: string): string {
  return statSync(result).isDirectory() ? result : dirname(result);
}
