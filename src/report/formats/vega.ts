import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChartSpec } from '../charts/chart.ts';
import { textWidth } from '../text/text-width.ts';

const require = createRequire(import.meta.url);

/** A chart compiled to Vega, the language that the runtime draws. */
export type VegaSpec = Readonly<Record<string, unknown>> & { readonly data?: readonly { readonly values?: unknown }[] };

/** What we use of vega 6 and vega-lite 6 (their own types are far wider, and slow to check). */
interface Vega {
  readonly parse: (spec: VegaSpec) => unknown;
  readonly View: new (runtime: unknown, options: object) => { toSVG(): Promise<string>; finalize(): unknown };
  readonly textMetrics: { width: (item: TextItem, text: string) => number };
  readonly Error: number;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

interface VegaLite {
  readonly compile: (spec: ChartSpec, options: object) => { readonly spec: VegaSpec };
}

let loading: Promise<{ vega: Vega; vegaLite: VegaLite }> | undefined;

/** Loads both on first use. Text is measured with our own font, since there is no canvas: the same layout on every machine. */
function load(): Promise<{ vega: Vega; vegaLite: VegaLite }> {
  return (loading ??= loadScripts().then(({ vega, vegaLite }) => {
    vega.textMetrics.width = (item, text) =>
      textWidth(text, item.fontSize ?? 11, item.fontWeight === 'bold' || Number(item.fontWeight) >= 600);
    return { vega, vegaLite };
  }));
}

/** Each as the one file that browsers load, which leaves a global behind: to find and compile the hundred modules of both takes longer than to draw a chart. */
async function loadScripts(): Promise<{ vega: Vega; vegaLite: VegaLite }> {
  await import(pathToFileURL(vegaScriptPath()).href);
  await import(pathToFileURL(join(dirname(require.resolve('vega-lite')), 'vega-lite.min.js')).href);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the scripts have just set
  return globalThis as unknown as { vega: Vega; vegaLite: VegaLite };
}

const complain = (message: string) => {
  throw new Error(`vega-lite: ${message}`);
};

/** A warning of the compiler is a fault of the chart: it never goes to the terminal of a user. */
const strictLogger = {
  level: () => strictLogger,
  error: (...messages: readonly unknown[]) => complain(messages.join(' ')),
  warn: (...messages: readonly unknown[]) => complain(messages.join(' ')),
  info: () => strictLogger,
  debug: () => strictLogger,
};

/** Vega-Lite to Vega. */
export async function compileSpec(spec: ChartSpec): Promise<VegaSpec> {
  const { vegaLite } = await load();
  return vegaLite.compile(spec, { logger: strictLogger }).spec;
}

/** Vega to SVG text as vega draws it: width and height in user units, numbers in full. */
export async function drawSvg(spec: VegaSpec): Promise<string> {
  const { vega } = await load();
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logLevel: vega.Error });
  try {
    return renumbered(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** Vega numbers gradients and clips through the process: here each chart's are numbered from 0, whatever was drawn before or beside it. */
function renumbered(svg: string): string {
  const numbers = new Map<string, number>();
  return svg.replace(/(gradient_|clip)(\d+)/g, (found, kind: string, _number: string, at: number) => {
    if (!['id="', 'url(#', 'href="#'].some((before) => svg.endsWith(before, at))) return found;
    if (!numbers.has(found)) numbers.set(found, numbers.size);
    return `${kind}${numbers.get(found)}`;
  });
}

/** The vega runtime as one script for a browser. */
export function vegaScriptPath(): string {
  return join(dirname(require.resolve('vega')), 'vega.min.js');
}
