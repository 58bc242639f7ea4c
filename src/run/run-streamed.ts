import type { Memory } from '../base/budget.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import { forgetRecords } from '../kernels/loaded.ts';
import type { ComingLayer, StreamedNetwork } from '../network/streamed-network.ts';
import { priceRun } from './charge-run.ts';
import { phaseOf } from './language/phase.ts';
import { promptCache } from './language/prompt-cache.ts';
import { type MeasuredLayer, measureLayer } from './layer-result.ts';
import { multiplyMany } from './multiply-many.ts';
import type { RunResult } from './result.ts';
import type { RunOptions } from './run-options.ts';
import { inputsOf, place, storeWhole } from './store-layers.ts';

/** What is left of a layer that was made, simulated and let go. */
export interface StreamedLayer {
  readonly measured: MeasuredLayer;
  /** While a prompt is read. */
  readonly prefill?: MeasuredLayer;
  /** Of its making, and of fitting it to the machine. */
  readonly warnings: { readonly made: readonly string[]; readonly fitted: readonly string[] };
}

/** How streamed layers are simulated. */
export interface StreamedOptions extends RunOptions {
  /** Simulates the layer of that number: here by default, or in a worker. */
  readonly simulate?: (index: number) => Promise<StreamedLayer>;
  /** Layers that are simulated at a time, 1 by default. */
  readonly lanes?: number;
  /** Ends the run between two layers. */
  readonly signal?: AbortSignal;
}

/** So many weights of each lane may be in memory together; a larger layer, as the output head of a language model is, waits until it is alone. */
export const WEIGHTS_PER_LANE = 2 ** 26;

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function sizeOf({ rows, columns }: ComingLayer): number {
  return rows * columns;
}

/** Makes a layer, runs it on a machine, and keeps no more of it than its record needs. */
export async function simulateComing(
  hardware: Chip,
  coming: ComingLayer,
  { memory, outputs = false }: { readonly memory?: Memory | undefined; readonly outputs?: boolean | undefined } = {},
): Promise<StreamedLayer> {
  const { layer, warnings } = await coming.make();
  const alone = { name: layer.name, file: layer.name, seed: null, layers: [layer] };
  const { stored, warnings: fitted } = storeWhole(hardware, alone, memory);
  const inputs = inputsOf(stored[0].layer);
  const measured = (own: readonly Float32Array[], withOutputs: boolean): MeasuredLayer => {
    const counts = multiplyMany(stored[0], own, withOutputs);
    return measureLayer({ ...stored[0], ...place(stored[0], counts, own.length) }, hardware, outputs && withOutputs);
  };
  const prompt = coming.promptInputs?.(layer);
  const done = {
    measured: measured(inputs, true),
    ...(prompt && { prefill: measured(prompt, false) }),
    warnings: { made: warnings, fitted },
  };
  forgetRecords();
  return done;
}

/**
 * Runs a network layer by layer, none longer in memory than its turn takes; the record is that of runNetwork on the whole of it, whatever the number of lanes.
 * The largest begin first: no lane is left with one when the others are done, and what memory it takes serves the others.
 */
export async function runStreamed(
  hardware: Chip,
  network: StreamedNetwork,
  table: EnergyTable,
  options: StreamedOptions = {},
): Promise<RunResult> {
  const { coming } = network;
  const { simulate = (index: number) => simulateComing(hardware, coming[index], options), lanes = 1, signal } = options;
  const done: StreamedLayer[] = [];
  const underWay = new Map<Promise<void>, number>();
  const most = WEIGHTS_PER_LANE * lanes;
  const order = [...coming.keys()].toSorted((a, b) => sizeOf(coming[b]) - sizeOf(coming[a]));
  const ofBytes = coming.every(({ fileBytes }) => fileBytes !== undefined)
    ? sumOf(coming.map(({ fileBytes }) => fileBytes!))
    : undefined;
  let next = 0;
  let finished = 0;
  let doneBytes = 0;
  const lane = async (): Promise<void> => {
    while (next < coming.length) {
      const index = order[next++];
      const size = sizeOf(coming[index]);
      while (underWay.size > 0 && sumOf(underWay.values()) + size > most) await Promise.race(underWay.keys());
      signal?.throwIfAborted();
      const { name, fileBytes = 0 } = coming[index];
      options.onLayer?.(
        name,
        finished,
        coming.length,
        ofBytes === undefined ? ofBytes : { done: doneBytes, of: ofBytes },
      );
      const work = simulate(index).then((one) => {
        done[index] = one;
        finished++;
        doneBytes += fileBytes;
      });
      underWay.set(work, size);
      await work.finally(() => underWay.delete(work));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(lanes, coming.length)) }, lane));
  const warnings = [
    ...network.warnings,
    ...done.flatMap((one) => one.warnings.made),
    ...done.flatMap((one) => one.warnings.fitted),
  ];
  const measured = done.map((one) => one.measured);
  const layersAlone = network.layersAlone || measured.some(({ result }) => result.kind !== 'fullyConnected');
  const described = { ...network, layersAlone, warnings };
  if (network.prompt === undefined) return priceRun(hardware, described, table, measured, options);
  const cache = promptCache(hardware, network.prompt, coming, network.batch);
  const run = priceRun(hardware, described, table, [...measured, cache.decode], options);
  const read = priceRun(hardware, described, table, [...done.map((one) => one.prefill!), cache.prefill], options);
  const tokens = network.prompt.length * (network.batch ?? 1);
  return { ...run, prefill: phaseOf(hardware, read.totals, { passes: 1, tokens }), keyValueCache: cache.told };
}
