import { type Evaluate, loadEvaluator } from '../../base/expression.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { type Fault, UserError } from '../../base/user-error.ts';
import type { SweepMetric } from '../config/sweep.ts';
import type { Metrics } from '../sweep-result.ts';
import { numberReader } from './number-at.ts';
import type { PointRecord } from './point-record.ts';
import type { Probe } from './probe.ts';

/** Reads a number from a point, or from one of its layers; null where it has none. */
export type Read = (record: object) => number | null;

/** Looks a number of that name up in records; undefined: no such name. */
type Look = (name: string) => (record: object) => number | null | undefined;

/** A name that is no expression. */
const PLAIN = /^[A-Za-z][\w-]*(\.[\w-]+)*$/;

/** A number of a point: names of the totals stand bare, others lie under layers, area, hardware, inferences. */
const inPoint: Look = (name) => {
  const read = numberReader(name);
  return (record) => {
    const { bare } = record as Partial<PointRecord>;
    if (bare !== undefined)
      for (let k = 0; k < bare.length; k++) {
        const found = read(bare[k]);
        if (typeof found === 'number') return found;
      }
    return read(record);
  };
};

/** Of a sweep that trains and asks for nothing that a machine does, the training is all that a point has. */
export type NumbersOfPoint = PointRecord | Pick<PointRecord, 'training'>;

/** The readers of a sweep's metrics. */
export interface MetricReader {
  point(record: NumbersOfPoint): Metrics;
  layers(record: PointRecord): { name: string; metrics: Metrics }[];
}

/**
 * Readers of metrics, checked on a probe record of each machine: each must have a value on one of them.
 * @throws UserError naming every metric that is neither a number of the record nor an expression of such numbers
 */
export async function metricReader(
  metrics: readonly SweepMetric[],
  probes: readonly Pick<Probe, 'record'>[],
): Promise<MetricReader> {
  const records = probes.map(({ record }) => record);
  const evaluate = metrics.every(({ expression }) => PLAIN.test(expression)) ? undefined : await loadEvaluator();
  const faults = metrics.flatMap(({ expression, place }) =>
    faultsOnAll(expression, records, evaluate).map((fault) => ({ ...fault, place })),
  );
  if (faults.length > 0) throw new UserError(faults);
  const ofPoint = metrics.map(({ name, expression }) => ({ name, read: reader(expression, inPoint, evaluate) }));
  const ofLayer = metrics.map(({ name, expression }) => ({ name, read: reader(expression, numberReader, evaluate) }));
  const values = (readers: typeof ofPoint, record: object): Metrics => {
    const found: Record<string, number | null> = {};
    for (let k = 0; k < readers.length; k++) found[readers[k].name] = readers[k].read(record);
    return found;
  };
  return {
    point: (record) => values(ofPoint, record),
    layers: (record) => record.layers.map((layer) => ({ name: layer.name, metrics: values(ofLayer, layer) })),
  };
}

/** Whether a metric reads a number that a machine makes, and not only those of a training. */
export function asksForMachine({ expression }: SweepMetric, probe: PointRecord): boolean {
  const names = expression.match(/[A-Za-z][\w-]*(\.[\w-]+)*/g) ?? [];
  return names.some((name) => !name.startsWith('training.') && isKnown(name, probe));
}

function reader(expression: string, look: Look, evaluate: Evaluate | undefined): Read {
  if (PLAIN.test(expression)) {
    const read = look(expression);
    return (record) => finite(read(record));
  }
  return (record) => evaluated(expression, record, look, evaluate!);
}

/** null where a name has no value in this record, or the expression none (a division by zero). */
function evaluated(expression: string, record: object, look: Look, evaluate: Evaluate): number | null {
  try {
    const value = evaluate(expression, (name) => {
      const amount = look(name)(record);
      if (typeof amount !== 'number') throw new UserError([]);
      return { amount, unit: '' };
    });
    return typeof value === 'boolean' ? Number(value) : value.amount;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** What is wrong on every machine: the faults of the one that has the fewest, which knows most of the names. */
function faultsOnAll(expression: string, probes: readonly PointRecord[], evaluate: Evaluate | undefined) {
  return probes
    .map((probe) => metricFaults(expression, probe, evaluate))
    .reduce((least, faults) => (faults.length < least.length ? faults : least));
}

function metricFaults(expression: string, probe: PointRecord, evaluate: Evaluate | undefined): readonly Fault[] {
  if (PLAIN.test(expression)) return isKnown(expression, probe) ? [] : [unknownNumber(expression, probe)];
  try {
    evaluate!(expression, (name) => {
      if (!isKnown(name, probe)) throw new UserError([unknownNumber(name, probe)]);
      const amount = inPoint(name)(probe);
      return { amount: typeof amount === 'number' ? amount : 1, unit: '' };
    });
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.faults.filter(({ code }) => code !== 'CONFIG_RANGE');
  }
}

/** Layers are known by name only once the network is there. */
function isKnown(name: string, probe: PointRecord): boolean {
  return inPoint(name)(probe) !== undefined || name.startsWith('layers.');
}

function unknownNumber(name: string, probe: PointRecord): Fault {
  const { totals, inferences, training } = probe;
  const known = [
    ...namesOf(totals),
    ...namesOf({ inferences }),
    ...(training === undefined ? [] : namesOf({ training })),
  ];
  const near = nearestName(name, known) ?? known.find((one) => one.endsWith(`.${name}`));
  const hint =
    near === undefined
      ? `numbers are e.g. ${known.slice(0, 4).join(', ')}, energyPj.total, area.totalMm2`
      : `did you mean "${near}"?`;
  return { place: {}, message: `no number "${name}" in the result record (${hint})`, code: 'UNKNOWN_NAME' };
}

function namesOf(record: object, prefix = ''): string[] {
  const entries: [string, unknown][] = Array.isArray(record)
    ? record.map((element: { readonly name?: string }, index) => [element.name ?? String(index), element])
    : Object.entries(record);
  return entries.flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? namesOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}
