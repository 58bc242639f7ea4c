import { formatQuantity, shortest } from '../../base/quantity.ts';
import { DIMENSIONS, type Dimension } from '../../base/units.ts';
import { z } from '../../base/zod.ts';

/** What a numeric key accepts; minimum and maximum are in `unit`. */
export interface NumericSpec {
  readonly dimension: Dimension;
  /** Unit in which the record holds it ('' for a plain number). */
  readonly unit: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly whole: boolean;
  /** How it is written, e.g. `800 MHz`. */
  readonly example: string | number;
  /** Words that may stand instead of a number, e.g. `none`. */
  readonly words: readonly string[];
}

/** The spec of each numeric schema. */
export const numericSpecs = z.registry<NumericSpec>();

/** A number, quantity or expression in a config. In the file a number or text; in the record a number in the spec's unit, or one of its words. */
export type Numeric<Word extends string = never> = z.ZodType<number | Word, number | string>;

type Limits = {
  readonly minimum: number;
  readonly maximum: number;
  readonly example: string | number;
  readonly description: string;
};

/** A whole number without unit. */
export function count<Word extends string = never>(limits: Limits, words: readonly Word[] = []): Numeric<Word> {
  return numeric(limits.description, { ...limits, dimension: 'number', unit: '', whole: true, words });
}

/** A share from 0 to 1, or in per cent. */
export function fraction(limits: Pick<Limits, 'example' | 'description'> & Partial<Limits>): Numeric {
  return numeric(limits.description, {
    minimum: 0,
    maximum: 1,
    ...limits,
    dimension: 'number',
    unit: '',
    whole: false,
    words: [],
  });
}

/** A number without unit. */
export function plainNumber(limits: Limits): Numeric {
  return numeric(limits.description, { ...limits, dimension: 'number', unit: '', whole: false, words: [] });
}

/** A quantity with unit; `unit` is that of the record and of the limits. */
export function quantity(dimension: Dimension, unit: string, limits: Limits & { readonly whole?: boolean }): Numeric {
  return numeric(limits.description, { whole: false, ...limits, dimension, unit, words: [] });
}

function numeric<Word extends string>(
  description: string,
  limits: NumericSpec & { description?: string },
): Numeric<Word> {
  const { dimension, unit, minimum, maximum, whole, example, words } = limits;
  const spec = { dimension, unit, minimum, maximum, whole, example, words };
  const schema = z
    .union([z.number(), z.string()])
    .meta({ description: `${description}: ${describeRange(spec)}`, examples: [example] });
  // resolveNumbers turns the text into a number after zod has checked the shape: the output type says what comes out of both.
  return schema.register(numericSpecs, spec) as unknown as Numeric<Word>;
}

/** What a key accepts, for messages: `a frequency from 100 kHz to 20 GHz such as 800 MHz`. */
export function describeSpec(spec: NumericSpec): string {
  return `${describeRange(spec)}${spec.dimension === 'number' ? '' : ` such as ${spec.example}`}`;
}

/** The same without an example: `a whole number from 1 to 65536`. */
function describeRange(spec: NumericSpec): string {
  const range = `from ${formatLimit(spec.minimum, spec)} to ${formatLimit(spec.maximum, spec)}`;
  const words = spec.words.length === 0 ? '' : `, or ${spec.words.map((word) => `\`${word}\``).join(' or ')}`;
  const kind = spec.dimension === 'number' && spec.whole ? 'a whole number' : DIMENSIONS[spec.dimension].words;
  return `${kind} ${range}${words}`;
}

function formatLimit(amount: number, { unit }: NumericSpec): string {
  return formatQuantity(shortest({ amount, unit }));
}
