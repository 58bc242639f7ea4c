import type { Row } from '../charts/chart.ts';
import { machineLabel, shortNote } from '../machines/machine-label.ts';
import { machineLabels } from '../sweeps/named-machines.ts';
import type { Subject } from './subject.ts';

/** What a reader has to know of the machines in a record wherever their numbers stand: which of them are models that nobody validated. */
export interface Marks {
  /** For captions and notes; undefined where no machine has a mark. */
  readonly remark?: string;
  /** Of a row of values, as tables of numbers hold it: what is known of the validation of a machine that it names or belongs to. */
  readonly of: (row: Row) => string | undefined;
}

/** The marks of a record. */
export function marksOf(subject: Subject): Marks {
  if (subject.kind === 'machines')
    return ofLabels(subject.record.machines.map((machine) => ({ ...machine, label: machineLabel(machine) })));
  if ((subject.kind === 'sweep' || subject.kind === 'comparison') && subject.record.machines !== undefined)
    return ofLabels(machineLabels(subject.record.machines));
  const whole = validationOf(subject);
  return whole === undefined ? NONE : { remark: `a model, ${whole}`, of: () => whole };
}

const NONE: Marks = { of: () => undefined };

interface Labelled {
  readonly name: string;
  readonly label: string;
  readonly validation?: string | undefined;
  readonly bound?: string | undefined;
}

function ofLabels(machines: readonly Labelled[]): Marks {
  const remark = shortNote(machines);
  const models = machines.filter(({ validation }) => validation !== undefined);
  return {
    ...(remark !== undefined && { remark }),
    of: (row) => {
      const texts = Object.entries(row).flat();
      return models.find(({ label }) => texts.some((text) => typeof text === 'string' && text.includes(label)))
        ?.validation;
    },
  };
}

/** Of a record of one machine, or of several that have no labels of their own, in words. */
function validationOf(subject: Subject): string | undefined {
  if (subject.kind === 'run' || subject.kind === 'sweep') {
    const { hardware } = subject.record as { readonly hardware?: { readonly validation?: unknown } };
    return typeof hardware?.validation === 'string' ? hardware.validation : undefined;
  }
  if (subject.kind === 'training')
    return subject.record.stages.map(({ charge }) => charge?.validation).find((text) => text !== undefined);
  if (subject.kind !== 'comparison') return undefined;
  const { validation = {} } = subject.record;
  const named = Object.entries(validation);
  const texts = [...new Set(named.map(([, text]) => text))];
  return texts.length === 0
    ? undefined
    : texts
        .map((text) => `${named.flatMap(([name, one]) => (one === text ? [name] : [])).join(', ')}: ${text}`)
        .join('; ');
}

/** Rows of values with what is known of the validation of their machines, where something is. */
export function withValidation(rows: readonly Row[], marks: Marks): readonly Row[] {
  const found = rows.map((row) => marks.of(row));
  if (found.every((text) => text === undefined)) return rows;
  return rows.map((row, k) => ({ ...row, validation: found[k] ?? null }));
}
