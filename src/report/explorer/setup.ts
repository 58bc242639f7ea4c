import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { Hardware } from '../../machines/index.ts';

/** What the page is made of; the record that its script reads. */
export interface ExplorerSetup {
  readonly title: string;
  /** As the command line was given it: a path, or the name of a built-in config. */
  readonly hardware: string;
  readonly network: string;
  /** `--set` of the command line. */
  readonly set: readonly string[];
  readonly seed?: number;
  /** Files of the user that these are made of: path from the working folder -> content in base64. */
  readonly files: Readonly<Record<string, string>>;
  /** What small layers are shown on step by step. */
  readonly small: { readonly config: string; readonly hardware: Hardware; readonly table: EnergyTable };
}
