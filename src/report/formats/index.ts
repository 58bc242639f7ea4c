import { accelergy } from './accelergy.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { md } from './md.ts';
import { pdf } from './pdf.ts';
import { png } from './png.ts';
import { svg } from './svg.ts';
import { tex } from './tex.ts';
import { vlJson } from './vl-json.ts';

const list: readonly Format[] = [json, csv, md, tex, vlJson, svg, png, pdf, html, accelergy];

/** The formats by name, as `--format` takes them. */
export const formats: Readonly<Record<string, Format>> = Object.fromEntries(list.map((one) => [one.name, one]));

/** What `--out` writes when nothing else is asked for. */
export const defaultFormats: readonly string[] = ['json', 'csv', 'vl.json', 'svg', 'accelergy'];
