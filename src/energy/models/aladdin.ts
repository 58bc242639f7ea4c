/**
 * Synthesised units of Aladdin (ysshao/ALADDIN 26786c6c, common/power_func.h), commercial 40 nm G, cycle time 1 ns:
 * energy per operation, leakage and area. REG is one bit, BIT a 32-bit bitwise operation, ADD and MUL are 32-bit integer units, the FP_SP units single precision
 * in three stages.
 */
export const ALADDIN = {
  technologyNm: 40,
  source: 'Aladdin 40 nm, 1 ns',
  register: { energyPj: 0.008999495, leakageMw: 7.395312e-5, areaUm2: 5.981433, bits: 1 },
  bitwise: { energyPj: 0.0180559, leakageMw: 0.0006111633, areaUm2: 50.36996, bits: 32 },
  multiplier: { energyPj: 12.68341, leakageMw: 0.07786052, areaUm2: 6351.338, bits: 32 },
  adder: { energyPj: 0.2104162, bits: 32 },
  floatMultiplier: { energyPj: 35.32019, significandBits: 24 },
  floatAdder: { energyPj: 16.6788, significandBits: 24 },
} as const;

/** Leakage of dense logic per area, from the multiplier: the other units lie between half and the same. */
export const LOGIC_LEAKAGE_MW_PER_UM2 = ALADDIN.multiplier.leakageMw / ALADDIN.multiplier.areaUm2;
