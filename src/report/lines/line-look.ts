import { referenceColour, seriesColours } from '../picture/palette.ts';
import type { ChartStyle } from '../picture/style.ts';

/** How a line is drawn. */
export interface LineLook {
  readonly colour: string;
  readonly dash: readonly number[];
}

/**
 * Each series with its look: colours in order, and dashes where there are more lines than colours; what is published or ideal is
 * faint and dashed.
 */
export function lineLooks(
  series: readonly string[],
  references: readonly string[],
  style: ChartStyle,
): ReadonlyMap<string, LineLook> {
  const unit = style.fontSize / 3;
  const own = series.filter((name) => !references.includes(name));
  const ownLook = (k: number): LineLook => {
    const round = Math.floor(k / seriesColours.length);
    return { colour: seriesColours[k % seriesColours.length], dash: round === 0 ? [] : [unit * (round + 1), unit] };
  };
  const faint: LineLook = { colour: referenceColour, dash: [unit, unit] };
  return new Map(series.map((name) => [name, references.includes(name) ? faint : ownLook(own.indexOf(name))] as const));
}
