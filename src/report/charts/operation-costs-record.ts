/** What one operation costs, from `picojoule cost` or an energy table. */
export interface OperationCost {
  /** Such as `fp32 multiply` or `SRAM 32 KiB, 64 bit`. */
  readonly name: string;
  readonly group: 'arithmetic' | 'registers' | 'sram' | 'dram';
  readonly energyPj: number;
  readonly source: string;
}

/** What the chart of operation costs reads. */
export interface OperationCostsRecord {
  readonly kind: 'operationCosts';
  readonly technologyNm: number;
  readonly operations: readonly OperationCost[];
}
