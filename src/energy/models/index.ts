export { aladdin } from './aladdin-arithmetic.ts';
export { arithmetic } from './arithmetic.ts';
export { broadcastWire } from './broadcast-wire.ts';
export { dram } from './dram.ts';
export { logicLeakage } from './logic-leakage.ts';
export { nonZeroDetection } from './non-zero-detection.ts';
export { registerFile } from './register-file.ts';
export { sram } from './sram.ts';
