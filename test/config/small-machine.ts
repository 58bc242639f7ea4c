/** A hardware config with the required keys only, one a line, so that a test can change a line and know its number. */
export const SMALL_MACHINE = `name: small
technology: 45 nm
clock: 800 MHz
processingElements: 4
activationQueue: { depth: 8 }
memories:
  sparseMatrix: { capacity: 1 KiB, width: 64 bit }
  pointers: { capacity: 1 KiB, width: 16 bit }
  activations: { capacity: 1 KiB, width: 64 bit }
`;

/** The small machine with one line replaced. */
export function smallMachineWith(key: string, line: string): string {
  return SMALL_MACHINE.replace(new RegExp(`^( *)${key}:.*$`, 'm'), `$1${line}`);
}
