import type { Budget } from '../base/budget.ts';
import type { Layer } from '../network/layer.ts';
import { type LeafOf, type Narrowed, narrowed } from './narrowed.ts';

/** Values that go into a layer and come out of it in an inference (in all that are computed together): of a convolution its feature maps, of other layers the vectors of a product. */
export interface ActivationValues {
  readonly inputs: number;
  readonly outputs: number;
}

/** Inputs of products with the same weights whose counts are wanted together: the positions of a convolution, the one input of an inference. */
export type Part = readonly Float32Array[];

/** What every pass gets beside the outcomes of the passes that it needs. */
export interface Given {
  /** As the network has it; of a product its activations are the input. */
  readonly layer: Layer;
  /** Inputs of all products that are run together; one where products are run one by one. */
  readonly inputs: readonly Float32Array[];
  /** How often the weights are used, once all products are counted. */
  readonly products: number;
  /** Absent: the vectors of a product. */
  readonly values?: ActivationValues;
  /** Asked before much memory is taken. */
  readonly budget?: Budget;
}

/** Outcomes of passes, by the name of the pass. */
export type Made = Readonly<Record<string, unknown>>;

/**
 * A step from a layer to its counts. It sees what it reads of the machine and the outcomes that it needs, and nothing else: where both are equal so is its
 * outcome, and a sweep runs it once.
 */
export interface Pass<Hardware> {
  readonly name: string;
  /** Run once for a layer's weights, once for each product with them, or once behind all products. */
  readonly of: 'weights' | 'product' | 'layer';
  /** The pass under which a sweep's list of passes counts it, where it is not listed itself. */
  readonly partOf?: string;
  /** Passes whose outcomes it gets, and those that it gets on some machines only. */
  readonly needs: readonly string[];
  readonly needsAlso?: (hardware: Hardware) => readonly string[];
  /** Paths of the hardware record that decide its outcome, and those that do so on some machines only. */
  readonly reads: readonly string[];
  readonly readsAlso?: (hardware: Hardware) => readonly string[];
  readonly run: (given: never, seen: never) => unknown;
  /** What later passes get in a sweep that does not ask for it. */
  readonly unasked?: unknown;
  /** What of the outcome a sweep keeps; all of it by default. */
  readonly kept?: (outcome: never) => unknown;
  /** Done in a moment: not worth the way to a worker. */
  readonly quick?: true;
}

/** A pass as its machine writes it: what it gets follows from what it declares. */
interface Declared<Hardware, Outcomes, Name extends keyof Outcomes, Needs, NeedsAlso, Reads, ReadsAlso> {
  readonly name: Name;
  readonly of: Pass<Hardware>['of'];
  readonly partOf?: keyof Outcomes & string;
  readonly needs: readonly Needs[];
  readonly needsAlso?: (hardware: Hardware) => readonly NeedsAlso[];
  readonly reads: readonly Reads[];
  readonly readsAlso?: (hardware: Hardware) => readonly ReadsAlso[];
  readonly run: (
    given: Given & Pick<Outcomes, Needs & keyof Outcomes> & Partial<Pick<Outcomes, NeedsAlso & keyof Outcomes>>,
    seen: Narrowed<Hardware, Reads> & Partial<Narrowed<Hardware, ReadsAlso>>,
  ) => Outcomes[Name];
  readonly unasked?: Outcomes[Name];
  readonly kept?: (outcome: Outcomes[Name]) => Outcomes[Name];
  readonly quick?: true;
}

/** A maker of passes of one machine, whose outcomes by name are known. */
export function passMaker<Hardware, Outcomes>() {
  return <
    Name extends keyof Outcomes & string,
    Needs extends keyof Outcomes & string = never,
    NeedsAlso extends keyof Outcomes & string = never,
    Reads extends LeafOf<Hardware> = never,
    ReadsAlso extends LeafOf<Hardware> = never,
  >(
    pass: Declared<Hardware, Outcomes, Name, Needs, NeedsAlso, Reads, ReadsAlso>,
  ): Pass<Hardware> => pass;
}

/** Names of the passes whose outcomes a pass gets on a machine. */
export function needsOf<Hardware>(pass: Pass<Hardware>, hardware: Hardware): readonly string[] {
  return pass.needsAlso === undefined ? pass.needs : [...pass.needs, ...pass.needsAlso(hardware)];
}

/** What a pass sees of a machine. */
export function seenBy<Hardware extends object>(pass: Pass<Hardware>, hardware: Hardware): object {
  return narrowed(hardware, [...pass.reads, ...(pass.readsAlso?.(hardware) ?? [])]);
}

/** Runs a pass with what it needs of the outcomes before it. */
export function runPass<Hardware extends object>(
  pass: Pass<Hardware>,
  given: Given,
  made: Made,
  hardware: Hardware,
): unknown {
  const { needs, seen, blank } = prepared(pass, hardware);
  const all: Record<string, unknown> = { ...blank };
  for (const name of GIVEN) all[name] = given[name];
  for (const name of needs) all[name] = made[name];
  return pass.run(all as never, seen as never);
}

/** Adds the outcomes of passes, run in their order, to those that are there. */
export function runPasses<Hardware extends object>(
  passes: readonly Pass<Hardware>[],
  given: Given,
  before: Made,
  hardware: Hardware,
): Made {
  const made: Record<string, unknown> = { ...before };
  for (const pass of passes) made[pass.name] = runPass(pass, given, made, hardware);
  return made;
}

/** All of what is given: of a field that is new the compiler asks here. */
const GIVEN = Object.keys({ layer: 0, inputs: 0, products: 0, values: 0, budget: 0 } satisfies Record<
  keyof Given,
  0
>) as (keyof Given)[];

interface Prepared {
  readonly needs: readonly string[];
  readonly seen: object;
  /** With a property for all that the pass gets: a copy of it is far cheaper than new properties. */
  readonly blank: Readonly<Record<string, undefined>>;
}

/** By machine and pass: a convolution runs the same passes thousands of times. */
const ready = new WeakMap<object, Map<unknown, Prepared>>();

function prepared<Hardware extends object>(pass: Pass<Hardware>, hardware: Hardware): Prepared {
  const known = ready.get(hardware) ?? new Map<unknown, Prepared>();
  ready.set(hardware, known);
  let found = known.get(pass);
  if (found === undefined) {
    const needs = needsOf(pass, hardware);
    const blank = Object.fromEntries([...GIVEN, ...needs].map((name) => [name, undefined]));
    found = { needs, seen: seenBy(pass, hardware), blank };
    known.set(pass, found);
  }
  return found;
}
