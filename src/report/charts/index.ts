import type { Chart } from './chart.ts';
import { energyByComponent } from './energy-by-component.ts';
import { timeSimulatedAgainstPublished } from './time-simulated-against-published.ts';

/** Every chart, in the order in which they are drawn. */
const list: readonly Chart[] = [energyByComponent, timeSimulatedAgainstPublished];

/** The charts by name. */
export const charts: Readonly<Record<string, Chart>> = Object.fromEntries(list.map((chart) => [chart.name, chart]));
