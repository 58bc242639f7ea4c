import { CATEGORIES } from '../../machines/component.ts';
import type { ComparedMachine, MachineRun, MachinesResult } from '../../run/machines/machines-result.ts';
import { csvText } from '../text/csv-text.ts';

const energies = ['total', ...CATEGORIES] as const;
const columns = [
  'machine',
  'file',
  'kind',
  'provenance',
  'validation',
  'bound',
  'layer',
  'batch',
  'multipliers',
  'timeUs',
  'usefulWork',
  ...energies.map((name) => `energyPj.${name}`),
  'memoryToArithmeticRatio',
  'storedBitsPerWeight',
  'droppedWeights',
  'dramBytes',
  'sramBytes',
  'onChipBytes',
  'areaMm2',
  'grossPj',
  'netPj',
];

function rowOf(machine: ComparedMachine, layer: string, run: MachineRun) {
  const { energyPj, ...numbers } = run;
  return {
    machine: machine.name,
    file: machine.file,
    kind: machine.machine,
    provenance: 'modelled',
    validation: machine.validation,
    bound: machine.bound,
    layer,
    multipliers: machine.multipliers,
    ...numbers,
    ...Object.fromEntries(energies.map((name) => [`energyPj.${name}`, energyPj[name]])),
    // of the network and the chip, not of a layer
    ...(layer === 'all' && {
      storedBitsPerWeight: machine.storedBitsPerWeight,
      droppedWeights: machine.droppedWeights,
      onChipBytes: machine.onChipBytes,
      areaMm2: machine.areaMm2,
    }),
  };
}

/** machines.csv: a row for each machine, batch and layer, and for all layers together; measured platforms behind them. crossover.csv is that of its chart. */
export function machinesFiles({ machines, measured }: MachinesResult): { name: string; content: string }[] {
  const modelled = machines.flatMap((machine) => [
    ...machine.runs.map((run) => rowOf(machine, 'all', run)),
    ...machine.layers.flatMap(({ name, runs }) => runs.map((run) => rowOf(machine, name, run))),
  ]);
  const real = measured.map(({ platform, weights, sparse, caches, ...row }) => ({
    machine: platform,
    file: `${weights}, caches ${caches}`,
    kind: sparse ? 'sparse' : 'dense',
    layer: 'all',
    ...row,
  }));
  return [{ name: 'machines.csv', content: csvText(columns, [...modelled, ...real]) }];
}
