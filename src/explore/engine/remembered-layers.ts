import { simulationBudget } from '../../base/budget.ts';
import type { Files } from '../../base/files/files.ts';
import { drainInSlices, type Steps } from '../../base/steps.ts';
import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { CycleBound } from '../../machines/cycle-bound.ts';
import { machineOf } from '../../machines/index.ts';
import type { FittedLayer } from '../../machines/machine.ts';
import { type Made, needsOf, type Pass, runPass, seenBy } from '../../machines/pass.ts';
import { viewsOf } from '../../machines/views.ts';
import type { Layer, WeightMatrix } from '../../network/layer.ts';
import type { MadeLayer, StreamedNetwork } from '../../network/streamed-network.ts';
import { choosesFormats } from '../../run/formats/chooses-formats.ts';
import { layerFormats } from '../../run/formats/layer-formats.ts';
import { measureLayer } from '../../run/layer-result.ts';
import { openNetwork } from '../../run/load/load-network.ts';
import { type StreamedLayer, simulateComing } from '../../run/run-streamed.ts';
import { inputsOf } from '../../run/store-layers.ts';
import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { LastUsed } from './last-used.ts';
import type { NetworkChoice } from './task.ts';

/** A network whose layers are made one at a time. @throws where they are not: a page runs each by itself */
export async function openChoice(files: Files, { path, options }: NetworkChoice): Promise<StreamedNetwork> {
  const network = await openNetwork(files, path, { ...options, layersAlone: true });
  if (!('coming' in network)) throw new Error(`${path}: its layers cannot run one by one`);
  return network;
}

/** Lets others have their turn behind a slice; true where the rest is not wanted any more. */
export type Pause = () => Promise<boolean>;

/** Layers of networks on machines: each pass runs once for all machines that are the same to it, as in a sweep. */
export interface RememberedLayers {
  /** Draws what makes a generated layer slow to make, in slices of a few milliseconds; `pause` is waited for behind each, and ends it where it is true. */
  draw(choice: NetworkChoice, index: number, pause: Pause): Promise<void>;
  /**
   * What simulateComing gives of the layer of that number; without outputs, whose hash is then that of none, nothing is known of saturated accumulators either. undefined where it
   * was ended between two passes.
   */
  simulate(
    choice: NetworkChoice,
    index: number,
    hardware: Chip,
    withOutputs: boolean,
    pause: Pause,
  ): Promise<StreamedLayer | undefined>;
  /** Why it takes its cycles; undefined where that cannot be told of the machine or the layer, or it was ended. */
  bounds(
    choice: NetworkChoice,
    index: number,
    hardware: Chip,
    pause: Pause,
  ): Promise<readonly CycleBound[] | undefined>;
}

/** Outcomes of a pass of a layer that are kept: those of the machines between which somebody goes back and forth. Tables lie in the kernels' memory, which has a limit of its own. */
const KEPT = 4;

/** Tables of a layer that are made: those of up to 64 PEs of every layer of the benchmark. What is not kept is counted anew when it is needed. */
const TABLE_BYTES = 12 * 2 ** 20;

/** Who asks for something else waits no longer than this, or than one pass takes. */
const SLICE_MS = 3;

/** Densities of a layer whose places are kept: those of a slider, with a bit for each weight: 24 MB for the nine layers of the benchmark. */
const KEPT_PLACES = 20;

/** Places that are being drawn, for a layer of that density. */
interface Drawing {
  readonly density: number;
  readonly steps: Steps<object>;
}

/** Steps that whoever leaves them does not end. */
function* byTurns<Result>(steps: Steps<Result>): Steps<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    yield;
  }
}

/** A layer that has gone through all passes. */
interface Passed {
  readonly layer: Layer;
  readonly made: Made;
  /** The machine with the number formats of the layer. */
  readonly hardware: Chip;
}

export function rememberedLayers(files: Files): RememberedLayers {
  const networks = new LastUsed<Promise<StreamedNetwork>>(KEPT);
  const layers = new Map<number, LastUsed<Promise<MadeLayer>>>();
  const places = new Map<number, LastUsed<object>>();
  const drawings = new Map<number, Drawing>();
  const outcomes = new Map<string, LastUsed<unknown>>();
  const numbers = new WeakMap<object, number>();
  let last = 0;

  const networkOf = (choice: NetworkChoice) => networks.get(JSON.stringify(choice), () => openChoice(files, choice));

  const layerOf = async (choice: NetworkChoice, index: number): Promise<MadeLayer> => {
    const network = await networkOf(choice);
    if (!layers.has(index)) layers.set(index, new LastUsed(2));
    return layers.get(index)!.get(JSON.stringify(choice), () => network.coming[index].make());
  };

  /** The same number for the same object. */
  const numberOf = (one: object): number => {
    if (!numbers.has(one)) numbers.set(one, ++last);
    return numbers.get(one)!;
  };

  /** The same for the same weights: those of a generated layer are told by their places and the number of their values, whoever generated it again. */
  const keyOfWeights = (matrix: WeightMatrix): string => {
    const { places: drawn, weights } = matrix;
    return drawn === undefined || weights.kind === 'direct'
      ? String(numberOf(matrix))
      : `${numberOf(drawn)} ${weights.codesBelow}`;
  };

  const remember = <T>(index: number, pass: string, key: string, make: () => T): T => {
    const place = `${index} ${pass}`;
    if (!outcomes.has(place)) outcomes.set(place, new LastUsed(KEPT));
    return outcomes.get(place)!.get(key, make) as T;
  };

  /** @param apart the layer once more, where outputs are wanted: the rows and codes that are made for them go with it */
  function* passed(layer: Layer, index: number, hardware: Chip, apart?: Layer): Steps<Passed> {
    const machine = machineOf(hardware);
    const [first, ...others] = machine.passes;
    const [weights, input] = [keyOfWeights(layer.matrix), numberOf(layer.activations)];
    const keyOf = (pass: Pass<Chip>, keys: Readonly<Record<string, string>>, seen: Chip): string => {
      const needs = needsOf(pass, seen).map((need) => keys[need]);
      return JSON.stringify([
        machine.name,
        pass.of === 'weights' ? weights : [weights, input],
        needs,
        seenBy(pass, seen),
      ]);
    };
    const given = {
      layer,
      inputs: [layer.activations],
      products: 1,
      budget: {
        ...simulationBudget(),
        tableBytes: TABLE_BYTES,
        known: <T extends object>(of: object, properties: string, make: () => T) =>
          remember(index, 'tables', `${numberOf(of)} ${properties}`, make),
      },
    };
    const keys: Record<string, string> = { [first.name]: keyOf(first, {}, hardware) };
    const found = remember(
      index,
      first.name,
      keys[first.name],
      () => runPass(first, given, {}, hardware) as FittedLayer,
    );
    // what was fitted with other activations has the same weights
    const fit = { ...found, layer: { ...found.layer, activations: layer.activations } };
    const formats = JSON.stringify([keys[first.name], input, hardware.arithmetic, hardware.simulation]);
    const own = choosesFormats(hardware)
      ? { ...hardware, arithmetic: remember(index, 'formats', formats, () => ownFormats(hardware, fit.layer)) }
      : hardware;
    const made: Record<string, unknown> = { [first.name]: fit };
    const all = { ...given, layer: fit.layer };
    for (const pass of others) {
      if (pass.unasked !== undefined && apart === undefined) {
        keys[pass.name] = 'unasked';
        made[pass.name] = pass.unasked;
        continue;
      }
      keys[pass.name] = keyOf(pass, keys, own);
      const run = () =>
        pass.unasked === undefined || apart === layer
          ? runPass(pass, all, made, own)
          : runPass(pass, { ...all, layer: apart! }, { ...made, [first.name]: { ...fit, layer: apart! } }, own);
      made[pass.name] = remember(index, pass.name, keys[pass.name], run);
      yield;
    }
    return { layer: fit.layer, made, hardware: own };
  }

  /** Draws, and keeps what was drawn; false where it was left before its end. */
  const drawn = async (index: number, steps: Steps<object>, pause: Pause): Promise<boolean> => {
    const found = await drainInSlices(steps, SLICE_MS, pause);
    if (found === undefined) return false;
    if (!places.has(index)) places.set(index, new LastUsed(KEPT_PLACES));
    places.get(index)!.get(String(numberOf(found)), () => found);
    return true;
  };

  /** The same, but what is left stays as it is: others may go on with it. */
  const drawnByTurns = async (index: number, drawing: Drawing, pause: Pause): Promise<void> => {
    drawings.set(index, drawing);
    const isDone = await drawn(index, byTurns(drawing.steps), pause);
    if (isDone && drawings.get(index) === drawing) drawings.delete(index);
  };

  return {
    async draw(choice, index, pause) {
      const steps = (await networkOf(choice)).coming[index].draw?.();
      if (steps === undefined) return;
      const density = choice.options.generate?.weightDensity;
      const begun = drawings.get(index);
      // places of a sparser layer are the first of a denser one
      if (begun !== undefined && density !== undefined && begun.density <= density) {
        await drawnByTurns(index, begun, pause);
        if (drawings.has(index)) return;
      }
      if (density === undefined || drawings.has(index)) await drawn(index, steps, pause);
      else await drawnByTurns(index, { density, steps }, pause);
    },
    async simulate(choice, index, hardware, withOutputs, pause) {
      const { layer, warnings } = await layerOf(choice, index);
      if (inputsOf(layer).length > 1)
        return simulateComing(hardware, {
          name: layer.name,
          rows: 0,
          columns: 0,
          make: async () => ({ layer, warnings }),
        });
      const again = withOutputs ? (await networkOf(choice)).coming[index] : undefined;
      const apart = again?.draw === undefined ? layer : (await again.make()).layer;
      const one = await drainInSlices(passed(layer, index, hardware, withOutputs ? apart : undefined), SLICE_MS, pause);
      if (one === undefined) return undefined;
      const placed = one.made.place as PlacedLayer;
      const { warning } = one.made.fit as FittedLayer;
      const measured = measureLayer({ ...one, ...placed }, hardware, false);
      return { measured, warnings: { made: warnings, fitted: warning === null ? [] : [warning] } };
    },
    async bounds(choice, index, hardware, pause) {
      const { layer } = await layerOf(choice, index);
      if (inputsOf(layer).length > 1) return undefined;
      const one = await drainInSlices(passed(layer, index, hardware), SLICE_MS, pause);
      if (one === undefined) return undefined;
      const { layer: fitted, made, hardware: own } = one;
      try {
        const steps = viewsOf(own).cycleBounds?.(fitted, made, own);
        return steps && (await drainInSlices(steps, SLICE_MS, pause));
      } catch (error) {
        if (error instanceof UserError) return undefined;
        throw error;
      }
    },
  };
}

function ownFormats(hardware: Chip, layer: Layer): Chip['arithmetic'] {
  const alone = { name: '', file: '', seed: null, layers: [layer] };
  return layerFormats(hardware, alone, [layer])(layer.name).arithmetic;
}
