import { interleaved } from '../src/compress/held-weights.ts';
import { traffic } from '../src/kernels/items/traffic.ts';
import type { Eie } from '../src/machines/eie/hardware.ts';
import { scan as scanColumns, sent } from '../src/machines/eie/scan.ts';
import { simulateLayer } from '../src/machines/eie/simulate-layer.ts';
import { timeLayer } from '../src/machines/eie/time-layer.ts';
import { finishState, timeItems } from '../src/machines/eie/timing.ts';
import { arithmeticFormats } from '../src/simulate/outputs/arithmetic.ts';
import { matrixProduct } from '../src/simulate/outputs/matrix-product.ts';
import { step } from '../test/oracles/stepper/stepper.ts';
import type { BenchLayer } from './bench-layer.ts';
import { rivals } from './rivals/index.ts';
import { stepperLayer } from './stepper-layer.ts';

/** Of a pass: V8 compiles what it calls a few hundred times. */
const RUNS = 401;

/** One row of the bench. */
export interface Work {
  readonly name: string;
  readonly run: () => unknown;
  readonly runs: number;
}

/** Bringing the layer in. */
export function layerWork(bench: BenchLayer): Work[] {
  return [
    { name: 'reading and encoding the layer', run: bench.prepare, runs: 9 },
    { name: 'encoding alone', run: bench.encode, runs: 9 },
  ];
}

function scanned({ layer }: BenchLayer, hardware: Eie) {
  const { activations, columns } = sent(layer, hardware);
  const scan = scanColumns(columns, layer.activations.length, hardware.processingElements);
  return { formats: arithmeticFormats(hardware.arithmetic), activations, columns, scan };
}

/** Each pass of the simulator on its own. */
export function passWork(bench: BenchLayer, hardware: Eie, fixedPoint: Eie): Work[] {
  const { layer, held } = bench;
  const pes = hardware.processingElements;
  const { scan, columns, activations, formats } = scanned(bench, hardware);
  const fixed = scanned(bench, fixedPoint);
  return [
    {
      name: 'scan',
      run: () => scanColumns(sent(layer, hardware).columns, layer.activations.length, pes),
      runs: RUNS,
    },
    { name: 'timing, end of layer, waits, bypasses', run: () => timeLayer(layer, scan, held, hardware), runs: RUNS },
    { name: 'traffic', run: () => traffic(scan.columns, held, 8, -1), runs: RUNS },
    { name: 'numeric, fp32', run: () => matrixProduct(layer.matrix, columns, activations, formats), runs: RUNS },
    {
      name: 'numeric, q7.8',
      run: () => matrixProduct(layer.matrix, fixed.columns, fixed.activations, fixed.formats),
      runs: RUNS,
    },
    { name: 'all passes, q7.8', run: () => simulateLayer(layer, held, fixedPoint), runs: RUNS },
  ];
}

/** Other ways to write the timing loop; each must end in the same state. */
export function rivalWork(bench: BenchLayer, hardware: Eie): Work[] {
  const { held } = bench;
  const tables = { occupancy: held.tables!.occupancy, lanes: held.lanes };
  const { depth } = hardware.activationQueue;
  const { scan } = scanned(bench, hardware);
  const timed = timeItems(scan, held, depth);
  const last = scan.columns.length - 1;
  const end = Math.max(...Array.from({ length: held.processingElements }, (_, pe) => finishState(timed, last, pe)));
  return Object.entries(rivals).map(([name, loop]) => {
    const found = loop(scan, tables, depth);
    if (found !== end) throw new Error(`rival "${name}" ends in state ${found}, the product in ${end}`);
    return { name, run: () => loop(scan, tables, depth), runs: RUNS };
  });
}

/** The whole layer, fast and step by step; both must take the same cycles. */
export function stepperWork({ layer, held }: BenchLayer, hardware: Eie): { cycles: number; works: Work[] } {
  const plain = stepperLayer(layer, interleaved(held), hardware.activationQueue.depth);
  const { cycles } = simulateLayer(layer, held, hardware);
  const stepped = step(plain);
  if (stepped.cycles !== cycles) throw new Error(`the stepper takes ${stepped.cycles} cycles, the product ${cycles}`);
  const works = [
    { name: 'all passes, fp32', run: () => simulateLayer(layer, held, hardware), runs: RUNS },
    { name: 'every-cycle stepper', run: () => step(plain), runs: 3 },
  ];
  return { cycles, works };
}
