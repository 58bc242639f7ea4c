/** A plain text table: first column to the left, numbers to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => ''), ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const format = (line: readonly string[], fill: string) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column], fill) : cell.padStart(widths[column], fill)))
      .join('  ');
  return lines.map((line, row) => format(line, row === 1 ? '-' : ' ')).join('\n');
}
