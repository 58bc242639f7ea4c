import type { Choice, ComparedClaim, ComparedRow, ContextTable, FigureData, ReproducedSection } from './record.ts';

/** A row before it meets the reference set. */
export interface FoundRow {
  /** Behind the id of the section: `pointer-read/power`. */
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly published: number | null;
  readonly place: string;
  readonly table?: string;
  /** By the names of the choices; one that is left out has no such number. */
  readonly ours: Readonly<Record<string, number | null>>;
  /** Default: half a per cent. */
  readonly tolerance?: number;
  readonly deviation?: number;
  readonly cause?: string;
}

/** A section before its rows meet the reference set. */
export interface FoundSection {
  /** `table-2`, without the document. */
  readonly key: string;
  readonly title: string;
  readonly about: readonly string[];
  readonly choices: readonly Choice[];
  readonly rows: readonly FoundRow[];
  readonly claims?: readonly (Omit<ComparedClaim, 'id'> & { readonly key: string })[];
  readonly context?: readonly ContextTable[];
  readonly figures?: readonly FigureData[];
  readonly missing?: string;
}

const TOLERANCE = 0.005;

/** A row that is nearer to the paper than this with every choice is no deviation. */
const AGREES = 0.01;

/** What ours was, by id of the row and name of the choice; of a claim 1 where it held, under the name `holds`. */
export type ReferenceSet = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** The reference set has nine digits. */
const ROUNDING = 1e-8;

/** Whether a value lies further from the expected one than it may. */
export function hasMoved(value: number | null, expected: number | null, tolerance: number): boolean {
  if (value === null || expected === null) return false;
  return Math.abs(value - expected) > Math.max(tolerance, ROUNDING) * Math.abs(expected);
}

/** The columns of a row that moved, by their place: what they are, and what they were. */
export function movedColumns({ ours, expected, tolerance }: Pick<ComparedRow, 'ours' | 'expected' | 'tolerance'>) {
  return ours.flatMap((now, column) => {
    const before = expected[column];
    return now !== null && before !== null && hasMoved(now, before, tolerance) ? [{ column, now, before }] : [];
  });
}

/** A section with ids, differences, and what moved. */
export function sectionOf(document: string, found: FoundSection, references: ReferenceSet): ReproducedSection {
  const id = `${document}/${found.key}`;
  const { title, about, choices, context = [], figures = [], missing } = found;
  return {
    id,
    title,
    about,
    choices,
    rows: found.rows.map((row) => rowOf(id, row, choices, references)),
    claims: (found.claims ?? []).map(({ key, ...claim }) => ({ id: `${id}/${key}`, ...claim })),
    context,
    figures,
    ...(missing !== undefined && { missing }),
  };
}

function rowOf(section: string, found: FoundRow, choices: readonly Choice[], references: ReferenceSet): ComparedRow {
  const { key, name, unit, published, place, table, tolerance = TOLERANCE, deviation, cause } = found;
  const id = `${section}/${key}`;
  const unknown = Object.keys(found.ours).filter((one) => !choices.some((choice) => choice.name === one));
  if (unknown.length > 0) throw new Error(`${id} has no column ${unknown.join(', ')}`);
  const ours = choices.map((choice) => found.ours[choice.name] ?? null);
  const reference = references.get(id);
  const expected = choices.map((choice) => reference?.[choice.name] ?? null);
  const differences = ours.map((value, k) =>
    value === null || !published || choices[k].beside === true ? null : value / published - 1,
  );
  const differs = published === null || differences.some((one) => one !== null && Math.abs(one) >= AGREES);
  return {
    id,
    name,
    unit,
    published,
    place,
    ...(table !== undefined && { table }),
    ours,
    differences,
    expected,
    tolerance,
    moved: movedColumns({ ours, expected, tolerance }).length > 0,
    ...(deviation !== undefined && differs && { deviation }),
    ...(cause !== undefined && differs && { cause }),
  };
}

/** Claims that held when the reference set was made and do not now, or the reverse. */
export function movedClaims({ claims }: ReproducedSection, references: ReferenceSet): string[] {
  return claims
    .filter(({ id, holds }) => (references.get(id)?.holds ?? Number(holds)) !== Number(holds))
    .map(({ id }) => id);
}

/** Words as a part of an id: `sparse-matrix read` -> `sparse-matrix-read`. */
export function slug(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
