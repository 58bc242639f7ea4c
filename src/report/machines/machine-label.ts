import type { MachinesResult, MeasuredRun } from '../../run/machines/machines-result.ts';

/** A machine by its name, and what is known of its numbers. */
export interface Marked {
  readonly name: string;
  readonly validation?: string | undefined;
  readonly bound?: string | undefined;
}

/** What the time and the energy are of. */
export function whatRan({ network }: Pick<MachinesResult, 'network'>): string {
  return network.layersAlone === true ? 'a product of each layer' : 'an inference';
}

/** What stands behind the name of a machine that is a model by its rules alone, and of one whose times are bounds; `marksNote` says what they mean. */
const MARKS = { validation: '*', bound: '+' } as const;

/** The name of a machine, marked where it is not validated or a bound. */
export function machineLabel({ name, validation, bound }: Marked): string {
  const plain = validation === undefined ? name : name.replace(` (${validation})`, '');
  const marks = `${validation === undefined ? '' : MARKS.validation}${bound === undefined ? '' : MARKS.bound}`;
  return marks === '' ? plain : `${plain} ${marks}`;
}

/** What the marks mean; undefined where no machine has one. */
export function marksNote(machines: readonly Marked[]): string | undefined {
  const validation = machines.find((machine) => machine.validation !== undefined)?.validation;
  const bound = machines.find((machine) => machine.bound !== undefined)?.bound;
  const notes = [
    ...(validation === undefined ? [] : [`${MARKS.validation} a model by the rules of its paper, ${validation}`]),
    ...(bound === undefined ? [] : [`${MARKS.bound} a lower bound that does not compete: ${bound}`]),
  ];
  return notes.length === 0 ? undefined : notes.join('; ');
}

/** The same in few words, for pictures. */
export function shortNote(machines: readonly Marked[]): string | undefined {
  const validation = machines.find((machine) => machine.validation !== undefined)?.validation;
  const notes = [
    ...(validation === undefined ? [] : [`${MARKS.validation} a model, ${validation}`]),
    ...(machines.some(({ bound }) => bound !== undefined) ? [`${MARKS.bound} a lower bound`] : []),
  ];
  return notes.length === 0 ? undefined : notes.join('; ');
}

/** The same in few words, where a chart says that it was measured: `H100, dense fp16, measured`. */
export function shortMeasuredLabel({ platform, weights }: MeasuredRun): string {
  return `${platform.replace(/^NVIDIA /, '')}, ${weights}, measured`;
}

/** How layers were stored and multiplied on a real machine. */
export function measuredLabel({ platform, weights, caches }: MeasuredRun): string {
  return `${platform}, ${weights}, ${caches === 'cold' ? 'weights from DRAM' : 'weights in its caches'}`;
}
