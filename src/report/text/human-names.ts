import { entryOf } from '../../base/registry.ts';
import { UNIT_ENDINGS, type UnitEnding } from '../../base/unit-endings.ts';
import { knownComponents } from '../../machines/known/known-components.ts';
import { KNOWN_COUNTERS } from '../../machines/known/known-counters.ts';
import { siPrefix } from './si-prefix.ts';

/**
 * What people call the parts of a machine: components, by their names in the record, and memories, by their keys of the config. The names of fields stay in
 * YAML, JSON and the heads of CSV; everywhere else a person reads these.
 */
const COMPONENTS: Readonly<Record<string, string>> = Object.fromEntries(
  [...knownComponents().values()].flatMap(({ name, title, madeOf }) => [
    [name, title],
    ...(madeOf.kind === 'sram' ? [[madeOf.key.split('.').at(-1) ?? name, title]] : []),
  ]),
);

/** Metrics whose path does not say it well: the name without its unit. */
const METRICS: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...KNOWN_COUNTERS.values()].map(({ name, title }) => [name, title])),
  'energyPj.total': 'energy',
  'area.totalMm2': 'area',
  averagePowerMw: 'average power',
  energyDelayPjS: 'energy-delay product',
  energyPerMultiplyAccumulatePj: 'energy per MAC',
  memoryToArithmeticRatio: 'memory / arithmetic energy',
  inferencesPerSecond: 'inferences per second',
  inferencesPerJoule: 'inferences per joule',
  'energyPj.registers': 'register energy',
  multiplyEnergyPj: 'energy of a multiplication',
  signalToNoiseDb: 'signal-to-noise ratio (dB)',
  top1: 'top-1 accuracy',
  top5: 'top-5 accuracy',
};

/** Axes of sweeps that have a shorter name than their path. */
const AXES: Readonly<Record<string, string>> = {
  processingElements: 'processing elements',
  technology: 'technology node',
  technologyNm: 'technology node',
  clock: 'clock',
  clockHz: 'clock',
  'activationQueue.depth': 'queue depth',
  'compress.density': 'weight density',
  'compress.codebook': 'codebook size',
  'arithmetic.weight': 'weight format',
  'arithmetic.activation': 'activation format',
  'arithmetic.accumulator': 'accumulator format',
  'encoding.codeBits': 'code bits',
  'encoding.indexBits': 'index bits',
};

/** The axis that tells compared results apart. */
export const RESULT = 'result';

/** Names that are shares of one and are told in per cent. */
const SHARE = /(efficiency|utilization|density|accuracy|top1|top5)$/i;

/** Whether a metric or an axis is a share of one, which people read in per cent. */
export function isShare(path: string): boolean {
  return SHARE.test(path);
}

/** `sparseMatrixWidth` -> `sparse matrix width`. */
function words(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/\b[sd]ram\b/gi, (found) => found.toUpperCase())
    .replace(/\bnon zero\b/, 'non-zero')
    .replace(/\bload balance\b/, 'load-balance')
    .replace(/\bmultiply accumulate/, 'multiply-accumulate');
}

/** With its first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** With its first letter small, unless it is part of a name in capitals. */
export function uncapital(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** `sparseMatrix` -> `sparse-matrix SRAM`; a component that the table does not know, in words. */
export function componentName(component: string): string {
  return entryOf(COMPONENTS, component) ?? words(component);
}

/** A word that a key may have as people write it: fixed point with a capital Q (`q7.8`), `perLayer` as words; names of files and all others as they are. */
export function valueName(value: string): string {
  if (/^u?q\d+\.\d+$/.test(value)) return value.toUpperCase();
  return /^[a-z]+([A-Z][a-z]+)+$/.test(value) ? componentName(value) : value;
}

/** A path without the ending that is its unit; any part may carry it (`energyPj.sram`). Bits are what such an axis is about. */
function withoutUnit(path: string, kept: readonly string[] = []): string {
  const endings = UNIT_ENDINGS.filter(({ unit, scaled }) => scaled !== undefined || !kept.includes(unit));
  return path
    .split('.')
    .map((part) => {
      const found = endings.find(({ ending }) => ending.test(part) && part.replace(ending, '') !== '');
      return found === undefined ? part : part.replace(found.ending, '');
    })
    .join('.');
}

const ACTION = /^(?:actionCounts|energy\.byAction)\.([^.]+)\.(.+)$/;

/** A metric of the record in words, without its unit: `energyPj.sram` -> `SRAM energy`, `actionCounts.pointers.read` -> `pointer SRAM reads`. */
export function metricName(metric: string): string {
  const known = entryOf(METRICS, metric);
  if (known !== undefined) return known;
  const path = withoutUnit(metric);
  const [, component, action] = ACTION.exec(path) ?? [];
  if (component !== undefined && action !== undefined)
    return metric.startsWith('actionCounts')
      ? `${componentName(component)} ${words(action)}s`
      : `${componentName(component)} ${words(action)} energy`;
  const parts = path.split('.');
  if (parts[0] === 'energy' && parts.length > 1) return `${componentName(parts[parts.length - 1])} energy`;
  if (parts[0] === 'saturations') return `saturated ${words(parts.slice(1).join(' '))}s`;
  return parts.slice(-2).map(words).join(' ');
}

/** The unit that ends a part of the path, of those that take a prefix or of those that take none. */
function unitIn(path: string, takesPrefix: boolean): UnitEnding | undefined {
  const parts = path.split('.');
  return UNIT_ENDINGS.find(
    ({ ending, scaled }) => (scaled !== undefined) === takesPrefix && parts.some((part) => ending.test(part)),
  );
}

/** Unit that ends the name of a metric and may change its prefix: its letters, and the power of ten that the name says. */
export function scalableUnit(metric: string): readonly [string, number] | undefined {
  const scaled = unitIn(metric, true)?.scaled;
  return scaled && [scaled.letters, scaled.exponent];
}

/** Unit that ends the name of a metric and takes no prefix. */
export function fixedUnit(metric: string): string | undefined {
  const found = unitIn(metric, false);
  return found?.shown ?? found?.unit;
}

/** A metric in words with the unit of its values: `energy (pJ)`. */
export function metricTitle(metric: string): string {
  const name = metricName(metric);
  const scalable = scalableUnit(metric);
  const unit = scalable === undefined ? fixedUnit(metric) : siPrefix(0, ...scalable).unit.replace(/^u/, 'µ');
  return unit === undefined || name.endsWith(')') ? name : `${name} (${unit})`;
}

/** An axis of a sweep in words, without its unit: `memories.sparseMatrix.width` -> `sparse-matrix SRAM width`. */
export function axisName(axis: string): string {
  const known = entryOf(AXES, axis);
  if (known !== undefined) return known;
  const parts = withoutUnit(axis, ['bit']).split('.');
  const [owner, key] = parts.slice(-2);
  if (key === undefined) return words(owner);
  if (parts[0] === 'memories' || entryOf(COMPONENTS, owner) !== undefined)
    return `${componentName(owner)} ${words(key)}`;
  return `${words(owner)} ${words(key)}`;
}

/** The same where its owner is clear from the context: `width`, `depth`; as short as a name of a line should be. */
export function shortAxisName(axis: string): string {
  if (axis === 'technology' || axis === 'machine' || axis === RESULT) return '';
  return words(withoutUnit(axis, ['bit']).split('.').at(-1) ?? '');
}
