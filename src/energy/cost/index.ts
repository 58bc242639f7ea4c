export { arithmetic } from './arithmetic.ts';
export { dram } from './dram.ts';
export { register } from './register.ts';
export { sram } from './sram.ts';
export { wire } from './wire.ts';
