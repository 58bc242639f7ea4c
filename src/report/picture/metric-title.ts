import { largestMagnitude } from '../../base/extremes.ts';
import { siPrefix } from '../text/si-prefix.ts';

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
const SHARE = /(efficiency|utilization|density|accuracy|top1|top5)$/i;

const names: Readonly<Record<string, string>> = {
  timeUs: 'time',
  'area.totalMm2': 'area (mm²)',
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

/** With its first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Where in the path the unit is, and which. */
function unitOf(path: readonly string[]) {
  const part = path.findIndex((name) => units.some(([ending]) => ending.test(name)));
  return { part, found: part < 0 ? undefined : units.find(([ending]) => ending.test(path[part])) };
}

/** `energy.byComponent.activationQueue` -> `activation queue energy`. */
function energyOf(path: string): string {
  return `${words(path.replace(/^energy\.(byComponent\.|byAction\.)?/, ''))} energy`;
}

/** A metric in words without its unit: `energyPj.sram` -> `SRAM energy`. */
export function metricName(metric: string): string {
  const path = metric.split('.');
  const { part, found } = unitOf(path);
  const bare = path.map((name, k) => (k === part && found !== undefined ? name.replace(found[0], '') : name)).join('.');
  const text = names[metric] ?? (path[0] === 'energyPj' && path.length > 1 ? energyOf(bare) : words(bare));
  return text.replace(/\b[sd]ram\b/g, (name) => name.toUpperCase()).replace('non zero', 'non-zero');
}

/** Title and scale of an axis for these values of a metric: one SI prefix, shares in per cent. */
export function metricAxis(metric: string, values: readonly (number | null)[]): MetricAxis {
  const { found } = unitOf(metric.split('.'));
  const name = capital(metricName(metric));
  if (found !== undefined) {
    const scaled = siPrefix(largestMagnitude(values), found[1], found[2]);
    return { title: `${name} (${scaled.unit.replace(/^u/, 'µ')})`, factor: scaled.factor };
  }
  const largest = largestMagnitude(values);
  if (largest >= 1e7) return { title: `${name} (millions)`, factor: 1e-6 };
  if (largest >= 1e4) return { title: `${name} (thousands)`, factor: 1e-3 };
  return SHARE.test(metric) ? { title: `${name} (%)`, factor: 100 } : { title: name, factor: 1 };
}
