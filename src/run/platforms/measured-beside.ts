import type { Chip } from '../../config/chip.ts';
import type { MeasuredAttention, MeasuredLayer, MeasuredToken, Platform } from '../../config/platform/platform.ts';
import type { LayerResult, RunResult } from '../result.ts';
import type { CacheRow, MachineRow, MeasuredBeside } from './machine-rows.ts';

/** A sparse product was measured at one density: a layer of another one is another product. */
const LIKE_DENSITY = 0.25;

/** What platforms measured of the layers of a run, or of a token where it is a language model's; undefined where nothing of it was measured. */
export function measuredBeside(result: RunResult, platforms: readonly Platform[]): MeasuredBeside | undefined {
  const isToken = result.language !== undefined || result.network.tokens === true;
  const beside = isToken ? tokensBeside(result, platforms) : layersBeside(result, platforms);
  if (beside === undefined) return undefined;
  return {
    ...beside,
    platforms: platforms.map(({ name, file, device, measured, uncertainty }) => ({
      name,
      file,
      device,
      measured,
      energyUncertainty: uncertainty.energy,
      timeUncertainty: uncertainty.time,
    })),
  };
}

type Beside = Omit<MeasuredBeside, 'platforms'>;

/** A key-value cache is no layer that multiplies. */
function multiplied({ layers }: RunResult): readonly LayerResult[] {
  return layers.filter(({ kind }) => kind !== 'keyValueCache');
}

function layersBeside(result: RunResult, platforms: readonly Platform[]): Beside | undefined {
  const layers = multiplied(result);
  const counts = (layer: LayerResult): number => layer.products ?? result.network.batch ?? 1;
  const measured = platforms.flatMap((platform) => groupsOf(platform).map((group) => ({ platform, group })));
  const rows = measured.flatMap(({ platform, group }): MachineRow[] => {
    const timed = layers.flatMap((layer) => {
      const found = measuredAs(layer, group);
      return found === undefined ? [] : [{ layer, found }];
    });
    // of some only the time was measured: where energies are known, the row is of those that have one
    const priced = timed.filter(({ found }) => found.grossUj !== null);
    const pairs = priced.length > 0 ? priced : timed;
    if (pairs.length === 0) return [];
    const sum = (value: (pair: (typeof pairs)[number]) => number) =>
      pairs.reduce((total, pair) => total + value(pair), 0);
    const hasEnergy = priced.length > 0;
    const gross = hasEnergy ? 1e6 * sum(({ found }) => found.grossUj!) : null;
    const simulated = sum(({ layer }) => layer.energyPj.total / counts(layer));
    const [{ weights, batch, caches }] = group;
    return [
      {
        provenance: 'measured',
        name: platform.name,
        weights,
        batch,
        caches,
        timeUs: sum(({ found }) => found.timeUs),
        grossPj: gross,
        netPj: hasEnergy ? 1e6 * sum(({ found }) => found.netUj!) : null,
        timesSimulated: gross === null ? null : gross / simulated,
        layers: pairs.length,
      },
    ];
  });
  if (rows.length === 0) return undefined;
  const most = Math.max(...rows.map(({ layers }) => layers));
  const shapes = platforms.flatMap((platform) => platform.layers);
  const known = layers.filter((layer) => shapes.some((one) => isShape(layer, one)));
  const total = (value: (layer: LayerResult) => number) =>
    known.reduce((sum, layer) => sum + value(layer) / counts(layer), 0);
  return {
    of: 'layers',
    rows: [
      simulatedRow(result, most, {
        timeUs: total(({ timeUs }) => timeUs),
        grossPj: total(({ energyPj }) => energyPj.total),
        netPj: total(({ energyPj }) => energyPj.total - energyPj.leakage),
      }),
      ...rows,
    ],
    unmatched: layers.filter((layer) => !known.includes(layer)).map(({ name }) => name),
  };
}

/** Measurements of a platform by weights, batch and caches. */
function groupsOf({ layers }: Platform): MeasuredLayer[][] {
  const groups = new Map<string, MeasuredLayer[]>();
  for (const layer of layers) {
    const key = [layer.weights, layer.batch, layer.caches].join();
    groups.set(key, [...(groups.get(key) ?? []), layer]);
  }
  return [...groups.values()];
}

function isShape({ rows, columns }: LayerResult, measured: MeasuredLayer): boolean {
  return measured.rows === rows && measured.columns === columns;
}

/** The measurement of that shape whose density is nearest; one that left zeros out has to be of about the same density. */
function measuredAs(layer: LayerResult, group: readonly MeasuredLayer[]): MeasuredLayer | undefined {
  const away = ({ weightDensity }: MeasuredLayer) => Math.abs(weightDensity / layer.weightDensity - 1);
  const [nearest] = group.filter((one) => isShape(layer, one)).toSorted((a, b) => away(a) - away(b));
  if (nearest === undefined) return undefined;
  return nearest.sparse && !isLike(nearest.weightDensity, layer.weightDensity) ? undefined : nearest;
}

function isLike(measured: number, density: number): boolean {
  return Math.abs(measured / density - 1) <= LIKE_DENSITY;
}

/** For 10^9 weights: a model of another size has another token. */
const UNIT = 1e9;

function tokensBeside(result: RunResult, platforms: readonly Platform[]): Beside | undefined {
  const { language, totals } = result;
  const layers = multiplied(result);
  const weights = layers.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const density = layers.reduce((sum, layer) => sum + layer.rows * layer.columns * layer.weightDensity, 0) / weights;
  const tokens = platforms.flatMap((platform) =>
    platform.tokens
      .filter(({ weightDensity }) => weightDensity === 1 || isLike(weightDensity, density))
      .map((token) => ({ platform, token })),
  );
  if (tokens.length === 0) return undefined;
  const phase = language?.decode ?? language?.prefill;
  const products = result.network.batch ?? 1;
  const parameters =
    language?.parametersPerToken ??
    layers.reduce((sum, { rows, columns, groups = 1 }) => sum + (rows * columns) / groups, 0);
  const scale = UNIT / parameters;
  const energy = phase?.energyPj ?? totals.energyPj;
  const count = phase?.tokens ?? products;
  const own = {
    timeUs: ((phase?.timeUs ?? totals.timeUs) / count) * scale,
    grossPj: (energy.total / count) * scale,
    netPj: ((energy.total - energy.leakage) / count) * scale,
  };
  return {
    of: 'token',
    rows: [
      simulatedRow(result, layers.length, own, language?.batch ?? products),
      ...tokens.map(({ platform, token }) => tokenRow(platform, token, own.grossPj)),
    ],
    unmatched: [],
    ...cacheBeside(result, platforms),
  };
}

/** The key-value cache of the run beside the caches that cards read; nothing where the model has none or none was measured. */
function cacheBeside({ language, layers, hardware }: RunResult, platforms: readonly Platform[]): Pick<Beside, 'cache'> {
  const own = layers.find(({ kind }) => kind === 'keyValueCache');
  const measured = platforms.flatMap((platform) => platform.attention.map((row) => cacheRow(platform, row)));
  if (language === undefined || own === undefined || measured.length === 0) return {};
  const { keyValueCache: cache, prefill, decode, batch } = language;
  const tokens = prefill.tokens + (decode?.tokens ?? 0);
  const bytes = cache.readBytes + cache.writtenBytes;
  const simulated: CacheRow = {
    provenance: 'simulated',
    name: hardware.name,
    cache: cache.format,
    context: Math.round(cache.bytes / (cache.bitsPerToken / 8) / batch),
    batch,
    bytes: bytes / tokens,
    timeUs: own.timeUs / tokens,
    grossPjPerByte: own.energyPj.total / bytes,
    netPjPerByte: (own.energyPj.total - own.energyPj.leakage) / bytes,
  };
  return { cache: [simulated, ...measured] };
}

function cacheRow({ name }: Platform, row: MeasuredAttention): CacheRow {
  const bytes = row.cacheBytes / row.batch;
  return {
    provenance: 'measured',
    name,
    cache: `${row.cache}, ${row.model.split(':')[0]}, ${row.implementation}`,
    context: row.context,
    batch: row.batch,
    bytes,
    timeUs: 1e6 / row.tokensPerSecond,
    grossPjPerByte: (1e12 * row.grossJ) / bytes,
    netPjPerByte: (1e12 * row.netJ) / bytes,
  };
}

function tokenRow({ name }: Platform, token: MeasuredToken, simulatedPj: number): MachineRow {
  const scale = UNIT / token.parameters;
  const gross = token.grossJ * 1e12 * scale;
  return {
    provenance: 'measured',
    name,
    weights: tokenWords(token),
    batch: token.batch,
    caches: null,
    timeUs: (1e6 / token.tokensPerSecond) * scale,
    grossPj: gross,
    netPj: token.netJ * 1e12 * scale,
    timesSimulated: gross / simulatedPj,
    layers: 0,
  };
}

function tokenWords({ weights, weightDensity, data }: MeasuredToken): string {
  const density = weightDensity === 1 ? [] : [`${Math.round(100 * weightDensity)} % dense`];
  return [weights, ...density, ...(data === 'random' ? [] : [data])].join(', ');
}

function simulatedRow(
  { hardware }: RunResult,
  layers: number,
  costs: Pick<MachineRow, 'timeUs' | 'grossPj' | 'netPj'>,
  batch = 1,
): MachineRow {
  const { arithmetic, encoding } = hardware as Partial<Pick<Chip, 'arithmetic'>> & {
    readonly encoding?: { readonly weights?: string; readonly codeBits?: number };
  };
  const format = arithmetic?.weight ?? '';
  return {
    provenance: 'simulated',
    name: hardware.name,
    weights: encoding?.weights === 'codebook' ? `${encoding.codeBits}-bit codes of ${format}` : format,
    batch,
    caches: null,
    ...costs,
    timesSimulated: null,
    layers,
  };
}

/** The same of several runs of the same layers: their simulated machines one below the other, then what was measured; times are those of the first. */
export function measuredBesideAll(
  runs: readonly { readonly name: string; readonly record: RunResult }[],
  platforms: readonly Platform[],
): MeasuredBeside | undefined {
  const all = runs.map(({ name, record }) => ({ name, beside: measuredBeside(record, platforms) }));
  const [first] = all;
  if (first.beside === undefined) return undefined;
  const [, ...measured] = first.beside.rows;
  const base = first.beside.rows[0].grossPj;
  const simulated = all.flatMap(({ name, beside }, k) => {
    const row = beside?.rows[0];
    if (row === undefined) return [];
    const times = k === 0 || row.grossPj === null || base === null ? null : row.grossPj / base;
    return [{ ...row, name, timesSimulated: times }];
  });
  return { ...first.beside, rows: [...simulated, ...measured] };
}
