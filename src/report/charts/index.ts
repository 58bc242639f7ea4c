import { arithmeticAgainstMemory } from './arithmetic-against-memory.ts';
import type { Chart } from './chart.ts';
import { energyByComponent } from './energy-by-component.ts';
import { energyShareByComponent } from './energy-share-by-component.ts';
import { ladderEnergy } from './ladder-energy.ts';
import { loadBalance } from './load-balance.ts';
import { loadBalanceAgainstProcessingElements } from './load-balance-against-processing-elements.ts';
import { processingElementCycles } from './processing-element-cycles.ts';
import { queueDepthAgainstEfficiency } from './queue-depth-against-efficiency.ts';
import { realWorkAgainstProcessingElements } from './real-work-against-processing-elements.ts';
import { speedUpAgainstProcessingElements } from './speed-up-against-processing-elements.ts';
import { timeSimulatedAgainstPublished } from './time-simulated-against-published.ts';

/** Every chart, in the order in which they are drawn. */
const list: readonly Chart[] = [
  arithmeticAgainstMemory,
  energyByComponent,
  energyShareByComponent,
  timeSimulatedAgainstPublished,
  loadBalance,
  processingElementCycles,
  queueDepthAgainstEfficiency,
  speedUpAgainstProcessingElements,
  realWorkAgainstProcessingElements,
  loadBalanceAgainstProcessingElements,
  ladderEnergy,
];

/** The charts by name. */
export const charts: Readonly<Record<string, Chart>> = Object.fromEntries(list.map((chart) => [chart.name, chart]));
