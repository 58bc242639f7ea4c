import { KNOWN_COMPONENTS } from './machines/known-components.ts';
import { IMPORTERS } from './network/importers/index.ts';
import { charts } from './report/charts/index.ts';
import { commandsOf, formats } from './report/formats/index.ts';
import { subjectTitle } from './report/records/subject.ts';
import { axisNames, describeAxis } from './sweep/config/axis-kinds.ts';

/** A name that a user may write, and what it means. */
export interface Entry {
  readonly name: string;
  readonly description: string;
}

/** What `picojoule list` can list. */
export const catalogue: Readonly<
  Record<'axes' | 'components' | 'charts' | 'importers' | 'formats', () => readonly Entry[]>
> = {
  components: () =>
    [...KNOWN_COMPONENTS.values()].map(({ name, title, category }) => ({
      name,
      description: `${title}, energy counted as ${category}`,
    })),
  axes: () => axisNames().map((name) => ({ name, description: describeAxis(name) })),
  charts: () =>
    Object.values(charts).map(({ name, title, subject, builtIn }) => ({
      name,
      description: `${title} (of ${builtIn === undefined ? subjectTitle(subject) : 'no result'})`,
    })),
  importers: () => IMPORTERS,
  formats: () =>
    Object.values(formats).map((format) => ({
      name: format.name,
      description: `${format.description} (${commandsOf(format).join(', ')})`,
    })),
};
