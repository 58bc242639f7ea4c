import type { RegisterFile, SramMemory } from '../config/memories.ts';

/** The categories of the record, in the order of every table and chart: what is computed, what is fetched, the rest. */
export const CATEGORIES = ['arithmetic', 'sram', 'dram', 'registers', 'control', 'leakage'] as const;

export type Category = (typeof CATEGORIES)[number];

/** What a component is made of: enough for a model to say what it costs, how large it is and what it leaks. */
export type MadeOf<Hardware> =
  | {
      readonly kind: 'sram';
      /** Key of the config that describes it, for errors. */
      readonly key: string;
      readonly memory: (hardware: Hardware) => SramMemory;
      /** Banks that one action reads together, where that is not one. */
      readonly banksAtOnce?: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'registers'; readonly registers: (hardware: Hardware) => Omit<RegisterFile, 'kind'> }
  | {
      readonly kind: 'arithmetic';
      /** Action -> operation, and the number formats of its operands: it works in the widest. */
      readonly operations: Readonly<Record<string, ArithmeticOperation<Hardware>>>;
    }
  /** A tree of leading non-zero detection units over that many lanes. */
  | { readonly kind: 'nonZeroDetection'; readonly lanes: (hardware: Hardware) => number }
  /** A wire from one place to all that many others. */
  | {
      readonly kind: 'wire';
      readonly bits: (hardware: Hardware) => number;
      readonly ends: (hardware: Hardware) => number;
    }
  | { readonly kind: 'dram' }
  /** Priced by a figure of the energy table alone. */
  | { readonly kind: 'other' };

export interface ArithmeticOperation<Hardware> {
  readonly operation: 'multiply' | 'add';
  /** Whether another operation's unit does it, so that it takes no area of its own. */
  readonly shared?: boolean;
  /** The action that it is where an operand is zero: it costs that one's price, times what switches. */
  readonly onZeros?: { readonly of: string; readonly activity: (hardware: Hardware) => number };
  readonly formats: (hardware: Hardware) => readonly string[];
}

/** A part of a machine that is counted and charged: everything that is known of it, once. */
export interface Component<Hardware> {
  /** In YAML, JSON and CSV: `sparseMatrix`. */
  readonly name: string;
  /** For people: `sparse-matrix SRAM`. */
  readonly title: string;
  /** Of its dynamic energy. */
  readonly category: Exclude<Category, 'leakage'>;
  /** Place on the floor plan: one in each processing element, one on the chip, or beside it. */
  readonly place: 'processingElement' | 'chip' | 'outside';
  /** How many of it a PE (or the chip) has, where that is not one. */
  readonly perElement?: (hardware: Hardware) => number;
  /** What is counted of it, leakage apart. */
  readonly actions: readonly string[];
  /** Whether the clock of a register file stands still in entries that are not written, as in those that are larger than the files of an EIE (64 entries). */
  readonly isGated?: true;
  /** Whether its leakage is counted: cycles x instances. What does not leak here is charged by its own actions. */
  readonly leaks: boolean;
  readonly madeOf: MadeOf<Hardware>;
  /** Whether a machine of these keys has it; by default every one has. */
  readonly exists?: (hardware: Hardware) => boolean;
  /** A shade of its category's hue, the same in every chart; within a category dark to light in stacking order. */
  readonly colour: string;
  /** Where EIE Table II counts its power. */
  readonly powerTable?: { readonly module?: string; readonly kind: string };
}

/** The name under which a component's leakage is counted. */
export const LEAKAGE = 'leakage';

/** Whether a machine has a component. */
export function has<Hardware>({ exists }: Component<Hardware>, hardware: Hardware): boolean {
  return exists === undefined || exists(hardware);
}

/** How many of a component a machine has, all PEs together. */
export function instances<Hardware extends { readonly processingElements: number }>(
  { place, perElement }: Component<Hardware>,
  hardware: Hardware,
): number {
  return (place === 'processingElement' ? hardware.processingElements : 1) * (perElement?.(hardware) ?? 1);
}

/** Components as charts stack them: by category, in each from dark to light. */
export function inStackingOrder<Part extends Pick<Component<never>, 'category' | 'colour'>>(
  components: readonly Part[],
): Part[] {
  const rank = ({ category }: Part) => CATEGORIES.indexOf(category);
  return components.toSorted((a, b) => rank(a) - rank(b) || lightness(a.colour) - lightness(b.colour));
}

/** Luma of `#rrggbb` (ITU-R BT.709). */
function lightness(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
