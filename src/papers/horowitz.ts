/** Horowitz, "Computing's energy problem (and what we can do about it)", ISSCC 2014: 45 nm, 0.9 V. */
export const PAPER = "Horowitz, Computing's energy problem, ISSCC 2014";

/** Energy of an operation, pJ, by number format. */
export const OPERATIONS = {
  int8: { add: 0.03, multiply: 0.2 },
  int16: { add: 0.05 },
  int32: { add: 0.1, multiply: 3.1 },
  fp16: { add: 0.4, multiply: 1.1 },
  fp32: { add: 0.9, multiply: 3.7 },
} as const;

/** Area of an operator, um2. */
export const AREAS = {
  int8: { add: 36, multiply: 282 },
  int16: { add: 67 },
  int32: { add: 137, multiply: 3495 },
  fp16: { add: 1360, multiply: 1640 },
  fp32: { add: 4184, multiply: 7700 },
} as const;

/** A 64-bit read of an SRAM (cache), pJ, by capacity in KiB. */
export const SRAM_64_BIT = { 8: 10, 32: 20, 1024: 100 } as const;

/** A 64-bit access of DRAM, pJ: from, to. */
export const DRAM_64_BIT = [1300, 2600] as const;

/** Jouppi et al., "Ten lessons from three generations", ISCA 2021, Table 2: the same at 7 nm, pJ. */
export const AT_7_NM = {
  int8: { add: 0.007, multiply: 0.07 },
  int32: { add: 0.03, multiply: 1.48 },
  fp16: { add: 0.16, multiply: 0.34 },
  bf16: { add: 0.11, multiply: 0.21 },
  fp32: { add: 0.38, multiply: 1.31 },
} as const;
