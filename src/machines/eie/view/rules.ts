import { counted } from '../../../base/counted.ts';
import type { ElementState, LayerSteps, MachineState } from '../../steps.ts';

/** What a part of the machine does in a cycle, and the rule that makes it do so, for people. */
export interface Rule {
  /** `busy`, `starved`. */
  readonly state: string;
  readonly rule: string;
  readonly source: string;
}

const PAPER = 'EIE (ISCA 2016) section IV';

/** The leading non-zero detection: what the next clock edge does. */
export function scanRule({ scan }: MachineState, steps: LayerSteps): Rule {
  const { does, hit, full } = scan;
  const { processingElements: pes, queueCapacity } = steps;
  const name = hit === null ? '' : nameOf(hit.column, steps);
  const told = {
    reset: ['reset', `The scan register is empty; the next edge loads the first ${counted(pes, 'activation')}.`],
    send: [
      'sends',
      `${capital(name)} is the next activation that is not zero and no queue is full: the next edge puts it into all queues.`,
    ],
    wait: [
      'waits',
      `${capital(name)} is found, but the queue of ${listOf(full)} is full (${counted(queueCapacity, 'item')}). A broadcast goes to all queues or to none, so it waits.`,
    ],
    miss: [
      'loads the next row',
      `No activation that is not zero is left in this row of ${pes}. That takes a cycle of its own, whether queues are full or not.`,
    ],
    done: ['done', 'All activations are scanned; what is in queues and pipelines runs out.'],
  }[does];
  return { state: told[0], rule: told[1], source: `${PAPER}, leading non-zero detection` };
}

/** A processing element. */
export function elementRule({ scan, elements }: MachineState, p: number, steps: LayerSteps): Rule {
  const element = elements[p];
  const { does, blocks } = element;
  const isPadding = isOnPadding(element, steps.streams[p]);
  const state = does === 'busy' ? (isPadding ? 'busy, padding zero' : 'busy') : STATES[does];
  const blocked = ` Its queue is full (${counted(steps.queueCapacity, 'item')}), which holds up the broadcast to all PEs.`;
  return {
    state: blocks ? `${state}, blocks the broadcast` : state,
    rule: `${workRule(element, isPadding, scan.does === 'done', p, steps)}${blocks ? blocked : ''}`,
    source:
      does === 'starved'
        ? 'EIE (ISCA 2016) section VI.A'
        : `${PAPER}, ${does === 'busy' ? 'sparse-matrix read' : 'pointer read'}`,
  };
}

const STATES = { emptyColumn: 'empty column', starved: 'starved' } as const;

function workRule(
  { does, pointer, queue }: ElementState,
  isPadding: boolean,
  isLast: boolean,
  p: number,
  steps: LayerSteps,
): string {
  if (does === 'starved' || pointer === null) {
    if (queue.length > 0) return 'Its queue was empty; what has come with this edge it takes with the next one.';
    return isLast
      ? 'Its queue is empty and nothing more comes; what is in its pipeline runs out.'
      : 'Its queue is empty: it waits for a broadcast.';
  }
  const name = nameOf(pointer.column, steps);
  if (does === 'emptyColumn')
    return `${capital(name)} holds nothing for PE ${p}: both its pointers are ${pointer.first}. To find that out takes a cycle.`;
  const [at, of] = [pointer.at - pointer.first + 1, pointer.end - pointer.first];
  const what = isPadding
    ? 'It is a padding zero, which bridges a gap that does not fit the relative index and multiplies nothing.'
    : 'One goes into the pipeline each cycle.';
  const next = at < of ? '' : ' It is the last: the next edge takes the next item.';
  return `Entry ${at} of ${of} of ${name}. ${what}${next}`;
}

/** Whether a PE spends the cycle on a padding zero of its stream. */
export function isOnPadding({ does, pointer }: ElementState, stream: LayerSteps['streams'][number]): boolean {
  return does === 'busy' && pointer !== null && stream[pointer.at].code === 0;
}

/** `column 3`, or `the bias`. */
export function nameOf(column: number, { columns }: Pick<LayerSteps, 'columns'>): string {
  return column === columns ? 'the bias' : `column ${column}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function listOf(pes: readonly number[]): string {
  return pes.map((p) => `PE ${p}`).join(', ');
}
