import { latin1 } from '../../../base/files/bytes.ts';
import { knownNames } from '../../../base/nearest-name.ts';
import { UserError } from '../../../base/user-error.ts';

/** First line of a MatrixMarket file. */
export interface Banner {
  readonly format: 'coordinate' | 'array';
  readonly field: 'real' | 'integer' | 'pattern';
  readonly symmetry: 'general' | 'symmetric' | 'skew-symmetric';
  readonly warnings: readonly string[];
}

const START = /^\s*(%%?)MatrixMarket\s/i;
const WORDS = {
  format: ['coordinate', 'array'],
  field: ['real', 'integer', 'pattern', 'complex'],
  symmetry: ['general', 'symmetric', 'skew-symmetric', 'hermitian'],
} as const;

/** Does this begin with a MatrixMarket banner? */
export function hasBanner(head: Uint8Array): boolean {
  return START.test(latin1(head.subarray(0, 200)));
}

/**
 * `%%MatrixMarket matrix coordinate|array real|integer|pattern general|symmetric|skew-symmetric`, in any case (NIST, The Matrix Market formats).
 * Hermitian without complex numbers is symmetric: sprs writes integer matrices so.
 * @throws UserError at line 1
 */
export function parseBanner(file: string, line: string): Banner {
  const fail = (message: string): never => {
    throw UserError.at({ file, line: 1 }, message, 'MATRIX_MARKET');
  };
  const start = START.exec(line);
  if (start === null) return fail(`expected the banner %%MatrixMarket, found "${line.trim().slice(0, 60)}"`);
  const [, object = '', ...rest] = line.trim().toLowerCase().split(/\s+/);
  if (object !== 'matrix') fail(`expected the object "matrix", found "${object}"`);
  const [format, field, symmetry] = (['format', 'field', 'symmetry'] as const).map((part, index) => {
    const word = rest[index] ?? '';
    if (!(WORDS[part] as readonly string[]).includes(word))
      fail(`no ${part} "${word}" (${knownNames(word, WORDS[part])})`);
    return word;
  }) as [Banner['format'], Banner['field'] | 'complex', Banner['symmetry'] | 'hermitian'];
  if (rest.length > 3) fail(`expected three words after "matrix", found ${rest.length}`);
  if (field === 'complex') return fail('complex numbers are no weights');
  if (format === 'array' && field === 'pattern') return fail('"array pattern" is no combination of the format');
  if (field === 'pattern' && symmetry === 'skew-symmetric') return fail('a pattern has no sign: no skew-symmetric');
  const warnings: string[] = [];
  if (start[1] === '%') warnings.push('line 1: the banner begins with one % instead of two');
  if (symmetry === 'hermitian') warnings.push(`line 1: hermitian ${field} numbers are read as symmetric`);
  return { format, field, symmetry: symmetry === 'hermitian' ? 'symmetric' : symmetry, warnings };
}
