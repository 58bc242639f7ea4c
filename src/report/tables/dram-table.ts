import type { RunResult } from '../../run/result.ts';
import type { DramTraffic } from '../../simulate/dram-traffic.ts';
import { shortenNames } from '../layer-labels.ts';
import { numberText } from '../number-text.ts';
import { type TextColumn, textTable } from './text-table.ts';

const KIBIBYTE = 1024;

/** What each layer fetched from DRAM, kind by kind, and what it cost in time; undefined where no layer fetched anything. */
export function renderDram(result: RunResult, nameWidth = 24): string | undefined {
  const fetched = result.layers.flatMap(({ name, dram }) => (dram === undefined ? [] : [{ name, dram }]));
  if (fetched.length === 0) return undefined;
  const number = (head: string, value: (dram: DramTraffic) => number): TextColumn => ({
    head,
    cells: fetched.map(({ dram }) => numberText(value(dram))),
    align: 'right',
  });
  const names = shortenNames(
    fetched.map(({ name }) => name),
    (text) => Array.from(text).length <= nameWidth,
  );
  return textTable([
    { head: '\n\nDRAM, layer', cells: names, align: 'left' },
    number('\ncodes\nKiB', ({ bits }) => bits.codes / 8 / KIBIBYTE),
    number('\nindex\nKiB', ({ bits }) => bits.indices / 8 / KIBIBYTE),
    number('pad-\nding\nKiB', ({ bits }) => bits.padding / 8 / KIBIBYTE),
    number('point-\ners\nKiB', ({ bits }) => bits.pointers / 8 / KIBIBYTE),
    number('\nbias\nKiB', ({ bits }) => bits.bias / 8 / KIBIBYTE),
    number('\nuseful\nKiB', ({ usefulBytes }) => usefulBytes / KIBIBYTE),
    number('\ncharged\nKiB', ({ chargedBytes }) => chargedBytes / KIBIBYTE),
    number('trans-\nfer\nus', ({ transferUs }) => transferUs),
    number('start\nexposed\nus', ({ startUs }) => startUs),
    { head: '\n\nbound', cells: fetched.map(({ dram }) => dram.bound), align: 'left' },
  ]);
}
