import type { RunResult } from '../../../run/result.ts';
import { numberText } from '../../text/number-text.ts';
import { siPrefix } from '../../text/si-prefix.ts';
import { wrapWords } from '../../text/wrap-words.ts';

type Inferences = NonNullable<RunResult['inferences']>;

/** Spread of time and energy over several inferences, and their accuracy beside that of the original; undefined for one without labels. */
export function inferencesText({ inferences }: RunResult, width: number): string | undefined {
  if (inferences === undefined || (inferences.count === 1 && inferences.accuracy === undefined)) return undefined;
  const { count, timeUs, energyPj, accuracy } = inferences;
  const energy = siPrefix(energyPj.mean, 'J', -12);
  const spread =
    count === 1
      ? []
      : [
          `${count} inputs; numbers are means for an inference (sums over the batch are in result.json): ${spreadText(timeUs, 1, 'us')}; ${spreadText(energyPj, energy.factor, energy.unit)}.`,
        ];
  const lines = [...spread, ...(accuracy === undefined ? [] : [accuracyText(accuracy)])];
  return lines.map((line) => wrapWords(line, width)).join('\n');
}

function spreadText(
  { mean, minimum, maximum, standardDeviation }: Inferences['timeUs'],
  factor: number,
  unit: string,
): string {
  const text = (value: number): string => numberText(value * factor, 4);
  return `${text(mean)} ${unit} on average (${text(minimum)} to ${text(maximum)}, standard deviation ${text(standardDeviation)})`;
}

/** What the accuracy is compared with. */
export const ORIGINALS = {
  beforeCompression: 'before compression in fp32',
  sameWeights: 'same weights in fp32',
} as const;

/** `Accuracy: top-1 94.4 % (before compression in fp32 94.2 %), ...`. */
export function accuracyText(accuracy: NonNullable<Inferences['accuracy']>): string {
  const { top1, top5, originalTop1, originalTop5, original } = accuracy;
  const percent = (share: number): string => `${numberText(share * 100, 3)} %`;
  return `Accuracy: top-1 ${percent(top1)} (${ORIGINALS[original]} ${percent(originalTop1)}), top-5 ${percent(top5)} (${percent(originalTop5)}).`;
}
