/**
 * How a price came about: measured on silicon, modelled (computed by a tool such as CACTI), from a datasheet, published (a figure of a paper that does not
 * say it was measured), interpolated or scaled from others by a stated rule, assumed, or an override.
 */
export const PROVENANCES = [
  'measured',
  'modelled',
  'datasheet',
  'published',
  'interpolated',
  'scaled',
  'assumed',
  'override',
] as const;

export type Provenance = (typeof PROVENANCES)[number];

/**
 * One row of an energy reference table: what an action of a component costs, from where.
 * Either `energyPj` is given, or `model` names a component model (src/energy/models) that computes the price from the hardware config.
 */
export interface EnergyRow {
  readonly component: string;
  readonly action: string;
  readonly energyPj: number | null;
  readonly model: string | null;
  /** What the machine must have for this row to apply, e.g. { format: 'int16' } or { widthBits: 64, capacityBytes: 131072 }; {} applies always. */
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly source: string;
  readonly provenance: Provenance;
}

/** An energy reference table: component -> action -> pJ, each with a source (YAML: configs/energy/*.yaml). */
export interface EnergyTable {
  readonly name: string;
  /** Base name of the file it was read from. */
  readonly file: string;
  readonly technologyNm: number;
  readonly rows: readonly EnergyRow[];
}
