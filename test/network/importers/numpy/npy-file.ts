/** A version 1.0 file with this type, order and shape. */
export function npyFile(descr: string, fortranOrder: boolean, shape: readonly number[], data: Uint8Array): Uint8Array {
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? 'True' : 'False'}, 'shape': (${shape.join(', ')},), }\n`;
  const head = Buffer.from(`\x93NUMPY\x01\x00..${dictionary}`, 'latin1');
  head.writeUInt16LE(dictionary.length, 8);
  return Buffer.concat([head, data]);
}
