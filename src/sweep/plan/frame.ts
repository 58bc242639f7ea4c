import { VERSION } from '../../../generated/version.ts';
import { UNIT_ENDINGS } from '../../base/unit-endings.ts';
import type { Chip } from '../../config/chip.ts';
import type { ActionPrice } from '../../energy/energy-report.ts';
import { machineOf } from '../../machines/index.ts';
import { recordedHardware } from '../../run/recorded-hardware.ts';
import type { SweepConfig } from '../config/sweep.ts';
import { MACHINE_AXIS } from '../config/swept-machines.ts';
import type { SweepResult } from '../sweep-result.ts';
import type { SweepPlan } from './plan-sweep.ts';

/** What is known of a sweep's record before its first point: enough to finish it from the points alone (after a crash, or from shards). */
export interface SweepFrame extends Omit<SweepResult, 'points' | 'best' | 'seedSpread' | 'sensitivity'> {
  readonly best?: { readonly metric: string; readonly better: 'low' | 'high'; readonly where: string | null };
  /** Points with doubtful prices may be the best one and on the front. */
  readonly includeDoubtful?: true;
  readonly size: number;
}

/**
 * The frame of a plan; the passes are counted over the plan, so that they depend neither on workers nor on interruptions.
 * @param prices of each machine of the plan
 */
export function sweepFrame(plan: SweepPlan, prices: readonly (readonly ActionPrice[])[], asked: Asked): SweepFrame {
  const { config, base } = plan;
  const runnable = plan.kindOf.reduce((sum, kind) => sum + (plan.kinds[kind].error === undefined ? 1 : 0), 0);
  return {
    schemaVersion: 1,
    kind: 'sweep',
    tool: { name: 'picojoule', version: VERSION },
    name: config.name,
    file: config.file,
    hardware: recordedHardware(base),
    origins: config.origins,
    energyTable: prices[0],
    ...(config.axes.some(({ name }) => name === MACHINE_AXIS) && {
      machines: plan.machines.map(({ value, hardware }, k) => ({
        value: String(value),
        ...marksOf(hardware),
        hardware: recordedHardware(hardware),
        energyTable: prices[k],
      })),
    }),
    network: { file: config.network.slice(config.network.lastIndexOf('/') + 1) },
    ...(plan.recipes && { training: { recipe: plan.recipes.base } }),
    axes: config.axes.map(({ name, unit, values }) => ({
      name,
      ...(unit !== '' && { unit }),
      values: values.map(({ value }) => value),
    })),
    ...(config.whereKnown.length > 0 && { whereKnown: config.whereKnown }),
    metrics: config.metrics.map(({ name }) => name),
    metricDefinitions: config.metrics.map(({ name, expression }) => ({
      name,
      expression,
      unit: unitOfMetric(name, expression),
    })),
    ...(config.baseline && { baseline: config.baseline }),
    ...(config.pareto.length > 0 && { pareto: config.pareto }),
    ...(config.best && { best: bestOf(config.best) }),
    ...(config.includeDoubtful && { includeDoubtful: true }),
    passes: passesOf(plan, asked, runnable),
    warnings: config.warnings,
    size: plan.size,
  };
}

/** What a reader has to know of a machine: its name, whether it is validated, and whether its times are bounds. */
function marksOf(hardware: Chip) {
  const bound = machineOf(hardware).bound?.(hardware);
  const { name, validation } = hardware;
  return { name, ...(validation !== undefined && { validation }), ...(bound !== undefined && { bound }) };
}

/** What the metrics of a sweep ask for. */
export interface Asked {
  /** The outputs of layers. */
  readonly numeric: boolean;
  /** Anything that a machine does; a sweep that trains may ask for nothing of it. */
  readonly machine: boolean;
}

function passesOf(plan: SweepPlan, asked: Asked, runnable: number): SweepFrame['passes'] {
  const trained = plan.recipes === undefined ? {} : { train: plan.recipes.different };
  if (!asked.machine) return { network: 0, charge: 0, ...trained };
  return { ...plan.passes, ...(asked.numeric ? {} : unasked(plan)), charge: runnable, ...trained };
}

/** Passes that no metric asks for run only where a network is executed whole. */
function unasked({ askable, executions }: SweepPlan): Record<string, number> {
  return Object.fromEntries(askable.map((pass) => [pass, executions]));
}

function bestOf({ metric, better, where }: NonNullable<SweepConfig['best']>) {
  return { metric, better, where: where?.text ?? null };
}

/** A name that says its unit wins; a path says it too, an expression may mix units and says nothing. */
function unitOfMetric(name: string, expression: string): string {
  return unitOfName(name) || (/^[\w.-]+$/.test(expression) ? unitOfName(expression) : '');
}

/** The unit that a path of the record names (`energyPj.total`: pJ), or ''. */
function unitOfName(path: string): string {
  for (const part of path.split('.').toReversed()) {
    const found = UNIT_ENDINGS.find(({ ending }) => ending.test(part));
    if (found !== undefined) return found.unit;
    if (/[cC]ycles$/.test(part)) return 'cycles';
  }
  return '';
}
