/**
 * Rows of a figures file of configs/energy, from its text (our own plain CSV: `#` lines are comments, the first other line names the columns).
 * Cells stay text: the caller knows which of them are numbers.
 */
export function parseFigures(text: string): Record<string, string>[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const columns = lines[0].split(',');
  return lines.slice(1).map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, k) => [column, cells[k]]));
  });
}
