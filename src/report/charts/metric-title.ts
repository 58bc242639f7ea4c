import { siPrefix } from '../si-prefix.ts';

/** How a metric stands on an axis: its title with a unit, and what its values are multiplied by. */
export interface MetricAxis {
  readonly title: string;
  readonly factor: number;
}

/** Endings of names that are units: the letters of the unit, and the power of ten that the name already says. */
const units: readonly (readonly [RegExp, string, number])[] = [
  [/PjS$/, 'J·s', -12],
  [/Pj$/, 'J', -12],
  [/Us$/, 's', -6],
  [/Ns$/, 's', -9],
  [/Mw$/, 'W', -3],
  [/Hz$/, 'Hz', 0],
];

/** Names that are shares of one and read better in per cent. */
const SHARE = /(efficiency|utilization|density|accuracy)$/i;

const names: Readonly<Record<string, string>> = {
  timeUs: 'time',
  'energyPj.total': 'energy',
  loadBalanceEfficiency: 'load-balance efficiency',
  energyDelayPjS: 'energy-delay product',
  memoryToArithmeticRatio: 'memory / arithmetic',
};

/** `memories.sparseMatrix.widthBits` -> `sparse matrix width bits`: the last two parts of a path as words. */
export function words(path: string): string {
  return path
    .split('.')
    .slice(-2)
    .join(' ')
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Title and scale of an axis for these values of a metric: one SI prefix, shares in per cent. */
export function metricAxis(metric: string, values: readonly (number | null)[]): MetricAxis {
  const path = metric.split('.');
  const unitPart = path.findIndex((part) => units.some(([ending]) => ending.test(part)));
  const found = unitPart < 0 ? undefined : units.find(([ending]) => ending.test(path[unitPart]));
  const bare = path
    .map((part, k) => (k === unitPart && found !== undefined ? part.replace(found[0], '') : part))
    .join('.');
  const name = capital(names[metric] ?? words(bare));
  if (found !== undefined) {
    const scaled = siPrefix(Math.max(0, ...values.map((value) => Math.abs(value ?? 0))), found[1], found[2]);
    return { title: `${name} (${scaled.unit.replace(/^u/, 'µ')})`, factor: scaled.factor };
  }
  return SHARE.test(metric) ? { title: `${name} (%)`, factor: 100 } : { title: name, factor: 1 };
}
