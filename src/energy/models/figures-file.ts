import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../base/package-root.ts';

/**
 * Rows of a figures file of configs/energy (our own plain CSV: `#` lines are comments, the first other line names the columns).
 * Cells stay text: the caller knows which of them are numbers.
 */
export function readFigures(name: string): Record<string, string>[] {
  const lines = readFileSync(join(packageRoot(), 'configs', 'energy', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const columns = lines[0].split(',');
  return lines.slice(1).map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, k) => [column, cells[k]]));
  });
}
