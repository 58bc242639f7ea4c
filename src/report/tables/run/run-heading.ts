import { counted } from '../../../base/counted.ts';
import { inferenceCount } from '../../../run/inference-count.ts';
import type { RunResult } from '../../../run/result.ts';
import { numberText } from '../../text/number-text.ts';
import { siPrefix } from '../../text/si-prefix.ts';

/** What ran on what, and how long it took: the first line of every table and page. */
export function runHeading(result: RunResult): string {
  const { hardware, network, totals } = result;
  const clock = siPrefix(hardware.clockHz, 'Hz', 0);
  const machine = `${hardware.name} (${hardware.processingElements} PEs, ${numberText(hardware.clockHz * clock.factor)} ${clock.unit}, ${hardware.technologyNm} nm)`;
  const layers = counted(network.layers, 'layer');
  const seed = network.seed === null ? '' : `, seed ${network.seed}`;
  const mean = meanOf(result);
  return `${machine} runs ${network.name} (${layers}${seed}) in ${numberText(totals.timeUs, 4)} us${mean}`;
}

/** Of what the time is the mean. */
function meanOf({ language, ...result }: RunResult): string {
  if (language !== undefined)
    return ` a token, the mean of ${language.prefill.tokens + (language.decode?.tokens ?? 0)}`;
  const count = inferenceCount(result);
  if (result.network.tokens === true) return count === 1 ? ' a token' : ` a token, the mean of ${count}`;
  return count === 1 ? '' : ` an inference, the mean of ${count} inputs`;
}

/** What the energy of a run is that of. */
export function energyOf({ network, language }: Pick<RunResult, 'network' | 'language'>): string {
  if (language !== undefined || network.tokens === true) return 'per token';
  if (network.layersAlone !== true) return 'per inference';
  return network.layers === 1 ? 'of one product of the layer' : `of all ${network.layers} layers, each by itself`;
}

/** Throughput, efficiency and power of the whole network in one line. */
export function totalsLine(result: RunResult): string {
  const { totals, language } = result;
  const of = language !== undefined || result.network.tokens === true ? 'tokens' : 'inferences';
  const { inferencesPerSecond: perSecond, inferencesPerJoule: perJoule } = totals;
  return [
    ...(perSecond === null ? [] : [`${numberText(perSecond, 4)} ${of}/s`]),
    ...(perJoule === null ? [] : [`${numberText(perJoule, 4)} ${of}/J`]),
    `${numberText(totals.averagePowerMw, 4)} mW on average`,
    `${numberText(totals.energyPerMultiplyAccumulatePj)} pJ per multiply-accumulate`,
  ].join(', ');
}
