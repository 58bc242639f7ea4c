import type { SubjectKind } from '../records/subject.ts';
import { konata } from '../timeline/konata.ts';
import { perfetto } from '../timeline/perfetto.ts';
import { vcd } from '../timeline/vcd.ts';
import { accelergy } from './accelergy.ts';
import { caption } from './caption.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { md } from './md.ts';
import { npz } from './npz.ts';
import { pdf } from './pdf.ts';
import { png } from './png.ts';
import { svg } from './svg.ts';
import { tex } from './tex.ts';
import { vlJson } from './vl-json.ts';

const list: readonly Format[] = [
  json,
  csv,
  md,
  tex,
  vlJson,
  svg,
  png,
  pdf,
  caption,
  html,
  accelergy,
  npz,
  vcd,
  perfetto,
  konata,
];

/** The formats by name, as `--format` takes them. */
export const formats: Readonly<Record<string, Format>> = Object.fromEntries(list.map((one) => [one.name, one]));

/** The formats that can hold a record of this kind. */
export function formatsFor(kind: SubjectKind): Readonly<Record<string, Format>> {
  return Object.fromEntries(
    Object.entries(formats).filter(([, { kinds }]) => kinds === undefined || kinds.includes(kind)),
  );
}

/** What `--out` writes when nothing else is asked for. */
export function defaultFormats(kind?: SubjectKind): readonly string[] {
  const held = kind === undefined ? formats : formatsFor(kind);
  return ['json', 'csv', 'vl.json', 'svg', 'accelergy', 'vcd', 'perfetto', 'konata'].filter((name) =>
    Object.hasOwn(held, name),
  );
}

/** The commands that write each kind of record. */
const COMMANDS: Partial<Readonly<Record<SubjectKind, string>>> = {
  run: 'run',
  ladder: 'ladder',
  sweep: 'sweep',
  comparison: 'compare',
  training: 'train',
  machines: 'machines',
  timeline: 'trace',
  reproduction: 'reproduce',
};

/** Names of the commands whose `--format` takes it. */
export function commandsOf({ kinds, ofChart }: Format): string[] {
  const names = Object.entries(COMMANDS).flatMap(([kind, name]) =>
    kinds === undefined || kinds.some((one) => one === kind) ? [name] : [],
  );
  return ofChart === undefined ? names : [...names, 'plot'];
}
