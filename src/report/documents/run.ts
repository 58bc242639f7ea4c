import type { Term } from '../../run/charged-terms.ts';
import { TERMS } from '../../run/explain.ts';
import { isCounted, type RunResult } from '../../run/result.ts';
import { categories, categoryTitles } from '../categories.ts';
import { categoryColours } from '../picture/palette.ts';
import { configTable } from '../tables/config-table.ts';
import { dramTable } from '../tables/dram-table.ts';
import { memoryHeadline } from '../tables/energy-shares.ts';
import { networkTable } from '../tables/network-table.ts';
import { cacheTables, platformLines, platformTable } from '../tables/platform-table.ts';
import { priceTable } from '../tables/price-table.ts';
import { microText, unitText } from '../tables/report-table.ts';
import { inferencesText, ORIGINALS } from '../tables/run/inferences-text.ts';
import { languageTable } from '../tables/run/language-table.ts';
import { languageLines } from '../tables/run/language-text.ts';
import { energyOf, runHeading } from '../tables/run/run-heading.ts';
import { runTables } from '../tables/run/run-tables.ts';
import { capital } from '../text/human-names.ts';
import { numberText, percentText } from '../text/number-text.ts';
import { siPrefix } from '../text/si-prefix.ts';
import type { ReportDocument, Share } from './document.ts';

const ABOUT =
  'Every clock cycle of the machine was simulated and every action of its parts counted: a multiplication, a read of a memory, a tick of the clock. Energy is the number of actions times what one action costs, and nothing else; the energy table below says who measured each cost.';

function shares({ totals: { energyPj } }: RunResult): Share[] {
  return categories
    .filter((category) => energyPj[category] > 0)
    .map((category) => ({
      title: categoryTitles[category],
      share: energyPj[category] / energyPj.total,
      colour: categoryColours[category],
    }));
}

/** The numbers that people quote. */
function figures({ totals, inferences, network, language }: RunResult): (readonly [string, string])[] {
  const energy = siPrefix(totals.energyPj.total, 'J', -12);
  const per = energyOf({ network, ...(language && { language }) });
  const of = language !== undefined || network.tokens === true ? 'tokens' : 'inferences';
  const { inferencesPerSecond: perSecond, inferencesPerJoule: perJoule } = totals;
  const perMac = totals.energyPerMultiplyAccumulatePj;
  return [
    [`time ${per}`, `${numberText(totals.timeUs, 4)} µs`],
    [`energy ${per}`, `${numberText(totals.energyPj.total * energy.factor, 4)} ${unitText(energy.unit)}`],
    ...(perSecond === null ? [] : [[`${of} per second`, numberText(perSecond, 4)] as const]),
    ...(perJoule === null ? [] : [[`${of} per joule`, numberText(perJoule, 4)] as const]),
    ['average power', `${numberText(totals.averagePowerMw, 4)} mW`],
    ['utilization', `${percentText(totals.utilization)} %`],
    ...(isCounted([totals], 'loadBalanceEfficiency')
      ? [['load-balance efficiency', `${percentText(totals.loadBalanceEfficiency)} %`] as const]
      : []),
    ['energy per multiply-accumulate', perMac === null ? '-' : `${numberText(perMac)} pJ`],
    ...accuracyFigures(inferences?.accuracy),
  ];
}

function accuracyFigures(accuracy: NonNullable<RunResult['inferences']>['accuracy']): (readonly [string, string])[] {
  if (accuracy === undefined) return [];
  const { top1, top5, originalTop1, originalTop5, original: kind } = accuracy;
  const beside = (share: number, original: number) =>
    `${percentText(share)} % (${ORIGINALS[kind]} ${percentText(original)} %)`;
  return [
    ['top-1 accuracy', beside(top1, originalTop1)],
    ['top-5 accuracy', beside(top5, originalTop5)],
  ];
}

/** What the machine counts of a layer, and what that costs. */
function glossaryOf({ layers, totals }: RunResult): readonly Term[] {
  const isThere = ({ name }: Term) => {
    const [first, ...rest] = name.split('.');
    return [...layers, totals].some((record) => {
      const found = (record as unknown as Readonly<Record<string, unknown>>)[first];
      return rest.length === 0 ? found !== undefined : typeof found === 'object';
    });
  };
  return TERMS.filter(isThere);
}

/** A run: where its time and its energy go. */
export function runDocument(result: RunResult): ReportDocument {
  const dram = dramTable(result);
  const tokens = languageTable(result);
  const { hardware, network } = result;
  return {
    name: network.name,
    title: microText(runHeading(result)),
    headline: capital(memoryHeadline(result.totals, result.memoryToArithmeticRange)),
    shares: shares(result),
    figures: figures(result),
    about: ABOUT,
    remarks: [
      ...languageLines(result).map(microText),
      ...(result.measured === undefined ? [] : platformLines(result.measured)),
      ...(inferencesText(result, Number.POSITIVE_INFINITY) ?? '').split('\n').filter((line) => line !== ''),
    ],
    warnings: result.warnings,
    tables: [
      ...(tokens === undefined ? [] : [tokens]),
      ...(result.measured === undefined ? [] : [platformTable(result.measured), ...cacheTables(result.measured)]),
      ...runTables(result),
      ...(dram === undefined ? [] : [dram]),
    ],
    background: [networkTable(result), priceTable(result), configTable({ hardware, network })],
    glossary: glossaryOf(result),
    command: result.command,
    tool: result.tool,
  };
}
