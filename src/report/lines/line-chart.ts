import type { Row } from '../charts/chart.ts';

/** A panel of lines: one value against another, one line a series, named at its end. */
export interface LineChart {
  readonly rows: readonly Row[];
  /** `labelExpr` is the Vega expression of a label, where values are not shown as they are. */
  readonly x: {
    readonly field: string;
    readonly title: string;
    readonly labelExpr?: string;
    /** On a linear axis, however widely the values range. */
    readonly isLinear?: boolean;
  };
  /** `field` holds values in the unit of the record; the axis shows them times `factor`. */
  readonly y: { readonly field: string; readonly title: string; readonly factor: number; readonly fromZero: boolean };
  /** Field that tells lines apart; its values are the labels. */
  readonly series: string;
  /** All of its values, where panels beside this one share its colours and may have others; by default those of the rows. */
  readonly allSeries?: readonly string[];
  /** Series drawn faint and dashed behind the others: what is published, or ideal. */
  readonly references?: readonly string[];
  readonly height: number;
  /** Logarithmic y axis where the values range widely: with a label at each doubling (speed-up over a range of machines), or at decimal ones. */
  readonly yLog?: 'doublings' | 'decades';
  /** Whether each value is marked on its line (default). */
  readonly marked?: boolean;
  /** Whether lines are named at their ends (default). */
  readonly named?: boolean;
  /** Legend of the lines, where they are not named. */
  readonly legend?: Readonly<Record<string, unknown>>;
  /** Most labels on the x axis (small panels have room for few). */
  readonly xLabels?: number;
}
