import { type Fault, UserError } from '../base/user-error.ts';

/** What a record of each kind must hold to be read, as paths; `[]` is each element of a list. Told before anything is drawn or compared. */
const NEEDED = {
  run: [
    'hardware.processingElements',
    'totals.timeUs',
    'totals.energyPj.total',
    'totals.energyPj.byComponent',
    'layers[].name',
    'layers[].timeUs',
    'layers[].cycles',
    'layers[].loadBalanceEfficiency',
    'layers[].actionCounts',
    'layers[].energyPj.total',
    'layers[].energyPj.arithmetic',
    'layers[].energyPj.sram',
    'layers[].energyPj.dram',
    'layers[].energyPj.byComponent',
    'layers[].perProcessingElement.starved',
    'energyTable[].component',
    'energyTable[].action',
    'energyTable[].energyPj',
  ],
  sweep: ['axes[].name', 'metrics[]', 'points[].axes', 'points[].metrics'],
  ladder: ['rungs[].name', 'rungs[].timeUs', 'rungs[].flat.energyPj.total', 'rungs[].stream.energyPj.total'],
  comparison: ['names[]', 'rows[].label', 'rows[].metric', 'rows[].values'],
} as const;

type Kind = keyof typeof NEEDED;

/**
 * Refuses a record of another version or of another tool that looks like one of ours but lacks what is read.
 * @throws UserError RESULT_FIELD with every field that is missing
 */
export function requireFields(record: object, kind: string, file?: string): void {
  if (!Object.hasOwn(NEEDED, kind)) return;
  const missing = new Set(NEEDED[kind as Kind].flatMap((path) => missingAt(record, path.split('.'), '')));
  const faults: Fault[] = [...missing].map((path) => ({
    place: { ...(file !== undefined && { file }), path },
    message: 'expected a value, found nothing; was the file made by another version, or edited?',
    code: 'RESULT_FIELD',
  }));
  if (faults.length > 0) throw new UserError(faults);
}

/** Paths under `path` that lead nowhere. */
function missingAt(value: unknown, steps: readonly string[], path: string): string[] {
  if (value === undefined || value === null) return [path];
  const [step, ...rest] = steps;
  if (step === undefined) return [];
  const key = step.replace('[]', '');
  const here = path === '' ? key : `${path}.${key}`;
  const child: unknown = Reflect.get(Object(value), key);
  if (!step.endsWith('[]')) return missingAt(child, rest, here);
  if (!Array.isArray(child)) return [here];
  return child.flatMap((element: unknown, index) => missingAt(element, rest, `${here}[${index}]`));
}
