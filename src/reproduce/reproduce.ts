import { VERSION } from '../../generated/version.ts';
import { UserError } from '../base/user-error.ts';
import { deviations } from './deviations/index.ts';
import type { Asked, GivenFiles, PaperDocument } from './paper-document.ts';
import type { ReproducedSection, ReproductionResult } from './record.ts';
import { readReferenceSet } from './reference-set.ts';
import { movedClaims, sectionOf } from './section.ts';

/** What is asked of a paper beside its name; all may be left out. */
export interface ReproduceOptions {
  readonly hardware?: string;
  readonly set?: readonly string[];
  readonly files?: GivenFiles;
  readonly onSection?: Asked['onSection'];
  readonly signal?: AbortSignal;
}

/**
 * Recomputes a paper: every section with the published figures, ours, and what moved since the reference set was made.
 * @throws UserError for a machine that the document is not about, and for data that cannot be read
 */
export async function reproducePaper(
  document: PaperDocument,
  options: ReproduceOptions = {},
): Promise<ReproductionResult> {
  const { hardware, set = [], files = {}, onSection = () => {}, signal } = options;
  if (document.machine === undefined && (hardware !== undefined || set.length > 0))
    throw UserError.at({ path: document.name }, 'is of no machine that --hardware or --set could change', 'KIND');
  refuseUseless(document, files);
  const warnings = new Set<string>();
  const asked: Asked = {
    ...(hardware !== undefined && { hardware }),
    set,
    files,
    onSection,
    ...(signal && { signal }),
    warn: (told) => {
      for (const warning of told) warnings.add(warning);
    },
  };
  const references = readReferenceSet(document.name);
  const makers = document.sections(asked);
  const sections: ReproducedSection[] = [];
  for (const make of makers) {
    onSection(document.title, sections.length, makers.length);
    sections.push(sectionOf(document.name, await make(), references));
    signal?.throwIfAborted();
  }
  const cited = new Set(
    sections.flatMap(({ rows, claims }) => [...rows, ...claims].flatMap(({ deviation }) => deviation ?? [])),
  );
  return {
    schemaVersion: 1,
    kind: 'reproduction',
    tool: { name: 'picojoule', version: VERSION },
    document: { name: document.name, title: document.title, paper: document.paper },
    set,
    sections,
    deviations: deviations
      .filter(({ number }) => cited.has(number))
      .map(({ number, title, cause }) => ({ number, title, cause })),
    moved: sections.flatMap((section) => [
      ...section.rows.filter(({ moved }) => moved).map(({ id }) => id),
      ...movedClaims(section, references),
    ]),
    warnings: [...warnings],
  };
}

/** A file that the document would not read is a mistake, and not ignored. */
function refuseUseless({ name, data }: PaperDocument, files: GivenFiles): void {
  const useless = Object.entries(files).find(
    ([file, value]) => value !== undefined && !data.some((one) => one.file === file),
  );
  if (useless !== undefined) throw UserError.at({ path: useless[0] }, `${name} does not read it`, 'KIND');
}
