import { crossover, crossoverTime } from '../machines/crossover.ts';
import { energyByMachine } from '../machines/energy-by-machine.ts';
import { timeAgainstEnergy } from '../machines/time-against-energy.ts';
import { arithmeticAgainstMemory } from './arithmetic-against-memory.ts';
import { bitsPerWeight } from './bits-per-weight.ts';
import { numberFormats } from './built-in/number-formats.ts';
import { operationCosts } from './built-in/operation-costs.ts';
import { weightFormats } from './built-in/weight-formats.ts';
import type { Chart } from './chart.ts';
import { comparison } from './comparison.ts';
import { comparisonAlongAxis } from './comparison-along-axis.ts';
import { energyByComponent, energyShareByComponent } from './energy-by-component.ts';
import { ladder } from './ladder.ts';
import { ladderEnergy } from './ladder-energy.ts';
import { loadBalance } from './load-balance.ts';
import { measuredPlatforms, measuredPlatformsCompared } from './measured-platforms.ts';
import { processingElementCycles } from './processing-element-cycles.ts';
import {
  loadBalanceAgainstProcessingElements,
  realWorkAgainstProcessingElements,
  speedUpAgainstProcessingElements,
} from './sweep/against-processing-elements.ts';
import { densityAgainstAccuracy } from './sweep/density-against-accuracy.ts';
import { heatMap } from './sweep/heat-map.ts';
import { paretoFrontChart } from './sweep/pareto-front.ts';
import { precisionAgainstAccuracy } from './sweep/precision-against-accuracy.ts';
import { queueDepthAgainstEfficiency } from './sweep/queue-depth-against-efficiency.ts';
import { sramWidthAgainstEnergy } from './sweep/sram-width-against-energy.ts';
import { sweepByLayer } from './sweep/sweep-by-layer.ts';
import { sweepLines } from './sweep/sweep-lines.ts';
import { arrayCycles } from './systolic/array-cycles.ts';
import { timeSimulatedAgainstPublished } from './time-simulated-against-published.ts';
import { timeline } from './timeline.ts';
import { bitsAgainstAccuracy } from './training/bits-against-accuracy.ts';
import { codebookHistograms } from './training/codebook-histograms.ts';
import { errorAgainstBytes, errorAgainstEnergy } from './training/error-against-cost.ts';
import { firstLayerMask } from './training/first-layer-mask.ts';
import { huffmanCodeLengths } from './training/huffman-lengths.ts';
import { pruningTradeOff } from './training/pruning-trade-off.ts';
import { sensitivityByLayer } from './training/sensitivity-by-layer.ts';
import { sizeAgainstAccuracy } from './training/size-against-accuracy.ts';
import { storedBytesByLayer, storedBytesByStage } from './training/stored-bytes.ts';
import { trainingCurve } from './training/training-curve.ts';
import { weightHistograms } from './training/weight-histograms.ts';

/** Every chart, in the order in which they are drawn. */
const list: readonly Chart[] = [
  arithmeticAgainstMemory,
  energyByComponent,
  energyShareByComponent,
  timeSimulatedAgainstPublished,
  measuredPlatforms,
  loadBalance,
  processingElementCycles,
  arrayCycles,
  queueDepthAgainstEfficiency,
  speedUpAgainstProcessingElements,
  realWorkAgainstProcessingElements,
  loadBalanceAgainstProcessingElements,
  sramWidthAgainstEnergy,
  precisionAgainstAccuracy,
  densityAgainstAccuracy,
  pruningTradeOff,
  bitsAgainstAccuracy,
  sizeAgainstAccuracy,
  sweepLines,
  sweepByLayer,
  heatMap,
  paretoFrontChart,
  comparison,
  comparisonAlongAxis,
  measuredPlatformsCompared,
  ladder,
  ladderEnergy,
  crossover,
  crossoverTime,
  energyByMachine,
  timeAgainstEnergy,
  operationCosts,
  numberFormats,
  weightFormats,
  bitsPerWeight,
  trainingCurve,
  errorAgainstEnergy,
  errorAgainstBytes,
  sensitivityByLayer,
  weightHistograms,
  codebookHistograms,
  huffmanCodeLengths,
  storedBytesByStage,
  storedBytesByLayer,
  firstLayerMask,
  timeline,
];

/** The charts by name. */
export const charts: Readonly<Record<string, Chart>> = Object.fromEntries(list.map((chart) => [chart.name, chart]));
