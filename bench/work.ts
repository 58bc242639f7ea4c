import { drainedCycles } from '../src/machines/eie/end-of-layer.ts';
import type { Eie } from '../src/machines/eie/hardware.ts';
import { scan as scanColumns, sent } from '../src/machines/eie/scan.ts';
import { simulateLayer } from '../src/machines/eie/simulate-layer.ts';
import { finishState, timing } from '../src/machines/eie/timing.ts';
import { traffic } from '../src/machines/eie/traffic.ts';
import { bypasses, waits } from '../src/machines/eie/waits.ts';
import { arithmeticFormats } from '../src/simulate/outputs/arithmetic.ts';
import { matrixProduct } from '../src/simulate/outputs/matrix-product.ts';
import { step } from '../test/oracles/stepper.ts';
import type { BenchLayer } from './bench-layer.ts';
import { rivals } from './rivals/index.ts';
import { stepperLayer } from './stepper-layer.ts';

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
  const { layer, streams } = bench;
  const pes = hardware.processingElements;
  const { depth } = hardware.activationQueue;
  const { scan, columns, activations, formats } = scanned(bench, hardware);
  const fixed = scanned(bench, fixedPoint);
  const timed = timing(scan, streams.tables, depth);
  const cycles = drainedCycles(scan, streams, timed, depth, layer.matrix.hasBias);
  return [
    {
      name: 'scan',
      run: () => scanColumns(sent(layer, hardware).columns, layer.activations.length, pes),
      runs: 101,
    },
    { name: 'timing', run: () => timing(scan, streams.tables, depth), runs: 101 },
    { name: 'end of layer', run: () => drainedCycles(scan, streams, timed, depth, layer.matrix.hasBias), runs: 101 },
    { name: 'waits', run: () => waits(scan, streams.tables, timed, depth, pes, cycles), runs: 101 },
    { name: 'bypasses', run: () => bypasses(scan, streams, timed), runs: 101 },
    { name: 'traffic', run: () => traffic(scan, streams, 8, -1), runs: 101 },
    { name: 'numeric, fp32', run: () => matrixProduct(layer.matrix, columns, activations, formats), runs: 101 },
    {
      name: 'numeric, q7.8',
      run: () => matrixProduct(layer.matrix, fixed.columns, fixed.activations, fixed.formats),
      runs: 101,
    },
    { name: 'all passes, q7.8', run: () => simulateLayer(layer, streams, fixedPoint), runs: 101 },
  ];
}

/** Other ways to write the timing loop; each must end in the same state. */
export function rivalWork(bench: BenchLayer, hardware: Eie): Work[] {
  const { tables, processingElements } = bench.streams;
  const { depth } = hardware.activationQueue;
  const { scan } = scanned(bench, hardware);
  const timed = timing(scan, tables, depth);
  const last = scan.columns.length - 1;
  const end = Math.max(...Array.from({ length: processingElements }, (_, pe) => finishState(timed, last, pe)));
  return Object.entries(rivals).map(([name, loop]) => {
    const found = loop(scan, tables, depth);
    if (found !== end) throw new Error(`rival "${name}" ends in state ${found}, the product in ${end}`);
    return { name, run: () => loop(scan, tables, depth), runs: 101 };
  });
}

/** The whole layer, fast and step by step; both must take the same cycles. */
export function stepperWork({ layer, streams }: BenchLayer, hardware: Eie): { cycles: number; works: Work[] } {
  const plain = stepperLayer(layer, streams, hardware.activationQueue.depth);
  const { cycles } = simulateLayer(layer, streams, hardware);
  const stepped = step(plain);
  if (stepped.cycles !== cycles) throw new Error(`the stepper takes ${stepped.cycles} cycles, the product ${cycles}`);
  const works = [
    { name: 'all passes, fp32', run: () => simulateLayer(layer, streams, hardware), runs: 101 },
    { name: 'every-cycle stepper', run: () => step(plain), runs: 3 },
  ];
  return { cycles, works };
}
