import { headLines, type ReportTable, unitText } from '../tables/report-table.ts';
import type { Sheet } from './sheet.ts';

const SIZE = 7;
const PADDING = 6;
const ROW_GAP = 2.2;
/** No column of words is narrower, where words have to be broken. */
const LEAST = 58;

/** A column ready to be set. */
interface SetColumn {
  readonly head: string;
  readonly cells: readonly string[];
  readonly align: 'left' | 'right';
  readonly width: number;
}

/** Heads over several lines, the unit in one of its own. */
function headOf({ head, unit }: ReportTable['columns'][number]): string {
  const words = headLines(head).join('\n');
  return unit === '' ? words : `${words}\n(${unitText(unit)})`;
}

/** Columns as wide as their contents; where that is more than the page, columns of words are broken. */
function setColumns({ columns, rows }: ReportTable, { pdf, width }: Sheet): SetColumn[] {
  const widest = (texts: readonly string[], font: string) => {
    pdf.font(font).fontSize(SIZE);
    return Math.max(0, ...texts.map((text) => pdf.widthOfString(text)));
  };
  const natural = columns.map((column, k) => {
    const cells = rows.map((row) => row[k].text);
    const head = headOf(column);
    // a line is wrapped with the width of its line end
    const lines = head.split('\n').map((text) => `${text}\n`);
    const wide = Math.max(widest(lines, 'bold'), widest(cells, k === 0 ? 'bold' : 'regular'));
    return { head, cells, align: column.align, width: wide + PADDING + 2 };
  });
  const total = natural.reduce((sum, column) => sum + column.width, 0);
  if (total <= width) return natural;
  const words = natural.filter(({ align }) => align === 'left');
  const numbers = total - words.reduce((sum, column) => sum + column.width, 0);
  const room = Math.max(width - numbers, LEAST * words.length);
  const even = fairShare(
    words.map((column) => column.width),
    room,
  );
  const given = new Map(words.map((column, k) => [column, even[k]]));
  return natural.map((column) => ({ ...column, width: given.get(column) ?? column.width }));
}

/** Narrow ones keep what they want, the others share the rest evenly. */
function fairShare(wanted: readonly number[], room: number): number[] {
  const given = wanted.map(() => 0);
  let open = wanted.map((_, k) => k);
  let left = room;
  while (open.length > 0) {
    const share = left / open.length;
    const content = open.filter((k) => wanted[k] <= share);
    if (content.length === 0) {
      for (const k of open) given[k] = share;
      break;
    }
    for (const k of content) {
      given[k] = wanted[k];
      left -= wanted[k];
    }
    open = open.filter((k) => !content.includes(k));
  }
  return given;
}

/** A table with rules as books have them; it breaks between rows, and its head stands on every page. */
export function drawTable(table: ReportTable, sheet: Sheet): void {
  const { pdf, left, width } = sheet;
  const columns = setColumns(table, sheet);
  const whole = columns.reduce((sum, column) => sum + column.width, 0);
  const heightOf = (texts: readonly string[], font: (k: number) => string) =>
    Math.max(
      ...texts.map((text, k) => {
        pdf.font(font(k)).fontSize(SIZE);
        return text === '' ? 0 : pdf.heightOfString(text, { width: columns[k].width - PADDING });
      }),
    );
  const line = (texts: readonly string[], font: (k: number) => string, height: number, atBottom = false) => {
    const top = pdf.y;
    let x = left;
    for (const [k, { width: wide, align }] of columns.entries()) {
      const box = { width: wide - PADDING, align };
      pdf.font(font(k)).fontSize(SIZE);
      const down = atBottom && texts[k] !== '' ? height - pdf.heightOfString(texts[k], box) : 0;
      pdf.text(texts[k], x, top + down, box);
      x += wide;
    }
    pdf.y = top + height + ROW_GAP;
  };
  const rule = (weight: number) => {
    pdf
      .lineWidth(weight)
      .strokeColor('#444444')
      .moveTo(left, pdf.y)
      .lineTo(left + whole, pdf.y)
      .stroke();
    pdf.y += ROW_GAP;
  };
  const bold = () => 'bold';
  const body = (k: number) => (k === 0 ? 'bold' : 'regular');
  const heads = columns.map(({ head }) => head);
  const headHeight = heightOf(heads, bold);
  const head = () => {
    rule(0.8);
    line(heads, bold, headHeight, true);
    rule(0.4);
  };
  pdf.font('bold').fontSize(8);
  sheet.need(headHeight + 60);
  pdf.text(`${table.caption}.`, left, pdf.y, { width });
  pdf.y += 3;
  head();
  for (const row of table.rows) {
    const texts = row.map(({ text }) => text);
    const height = heightOf(texts, body);
    if (pdf.y + height + ROW_GAP > sheet.bottom) {
      rule(0.4);
      pdf.addPage();
      head();
    }
    line(texts, body, height);
  }
  rule(0.8);
  if (table.note !== undefined) {
    pdf.font('regular').fontSize(6.5);
    sheet.need(Math.min(200, pdf.heightOfString(table.note, { width })));
    pdf.text(table.note, left, pdf.y, { width });
  }
  pdf.y += 9;
}
