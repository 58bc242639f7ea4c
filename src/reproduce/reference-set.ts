import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../node/package-root.ts';
import type { ReproducedSection, ReproductionResult } from './record.ts';
import type { ReferenceSet } from './section.ts';

const HEAD = 'row,column,value';

/** What ours was when the set was made: configs/reference/NAME.csv, with a line for each number. */
export function readReferenceSet(document: string): ReferenceSet {
  const file = referenceFile(document);
  if (!existsSync(file)) return new Map();
  const set = new Map<string, Record<string, number>>();
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  for (const line of lines) {
    const [row, column, value] = line.split(',');
    set.set(row, { ...set.get(row), [column]: Number(value) });
  }
  return set;
}

export function referenceFile(document: string): string {
  return join(packageRoot(), 'configs', 'reference', `${document}.csv`);
}

/** The set that a result makes; of a claim whether it holds. Digits beyond nine are left to the platform. */
export function referenceText({ sections }: Pick<ReproductionResult, 'sections'>): string {
  const lines = sections.flatMap((section) => [...rowLines(section), ...claimLines(section)]);
  return `${[HEAD, ...lines].join('\n')}\n`;
}

function rowLines({ rows, choices }: ReproducedSection): string[] {
  return rows.flatMap(({ id, ours }) =>
    ours.flatMap((value, k) => (value === null ? [] : [`${id},${choices[k].name},${Number(value.toPrecision(9))}`])),
  );
}

function claimLines({ claims }: ReproducedSection): string[] {
  return claims.map(({ id, holds }) => `${id},holds,${Number(holds)}`);
}
