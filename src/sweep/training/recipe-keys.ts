import { type FieldPath, formatPath, parsePath, valueAt } from '../../base/field-path.ts';
import { knownNames } from '../../base/nearest-name.ts';
import { type Place, UserError } from '../../base/user-error.ts';
import { type ConfigMapping, isMapping } from '../../config/yaml/config-tree.ts';
import { schemaAt } from '../../config/yaml/schema-walk.ts';
import { trainingSchema } from '../../train/config/training-schema.ts';
import { STAGES } from '../../train/stages/index.ts';
import { type AxisKind, leafKeys, leafKind } from '../config/axis-kind.ts';

/** What the keys of the recipe begin with among those of a sweep. */
const PREFIX = 'training.';

/** Keys that a sweep says in another way, or that change nothing. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  seed: 'is the axis "seed"',
  hardware: 'is the machine of the sweep ("hardware", and its own keys as axes)',
  name: 'is only shown',
  inferences: 'is the number of samples that `train` leaves in its folder; a sweep leaves none',
};

/** Every key of a recipe that an axis may have: those of all, and those of each kind of stage. */
export function recipeKeyNames(): string[] {
  const ofAll = leafKeys(trainingSchema, PREFIX).filter((name) => !Object.hasOwn(ELSEWHERE, inRecipe(name)));
  const whole = ['data.train.limit', 'optimizer', 'schedule', 'layers', 'stages'].map((key) => `${PREFIX}${key}`);
  const ofStages = Object.entries(STAGES).flatMap(([kind, { schema }]) => leafKeys(schema, `${PREFIX}${kind}.`));
  return [...new Set([...ofAll, ...whole, ...ofStages])];
}

/**
 * What the axis of a key of the recipe may hold: `training.learningRate`, `training.stages[1].prune.density`, or the key of the only stage of a kind,
 * `training.prune.density`. Of a key that is a list or a mapping the values are named.
 * @throws UserError at the place for a key that no recipe has
 */
export function recipeKeyKind(name: string, place: Place): AxisKind {
  const key = inRecipe(name);
  const elsewhere = ELSEWHERE[key];
  if (elsewhere !== undefined) throw UserError.at(place, `"${name}" ${elsewhere}`, 'UNKNOWN_KEY');
  const path = inStages(parsePath(key));
  if (schemaAt(trainingSchema, path) === undefined)
    throw UserError.at(place, `unknown axis "${name}" (${knownNames(name, recipeKeyNames())})`, 'UNKNOWN_KEY');
  return { ...leafKind([trainingSchema], path), target: 'training' };
}

/** The path in the schema: any stage stands for all of its kind. */
function inStages(path: FieldPath): FieldPath {
  return Object.hasOwn(STAGES, path[0]) ? ['stages', 0, ...path] : path;
}

function inRecipe(name: string): string {
  return name.slice(PREFIX.length);
}

/**
 * Where the key of a sweep stands in a recipe; undefined where the recipe has no such stage.
 * @throws UserError where it has several
 */
export function placeInRecipe(recipe: ConfigMapping, name: string): string | undefined {
  const path = parsePath(inRecipe(name));
  const [kind, ...rest] = path;
  if (!Object.hasOwn(STAGES, kind)) {
    const [list, index] = path;
    const isMissing = list === 'stages' && typeof index === 'number' && valueAt(recipe, path.slice(0, 3)) === undefined;
    return isMissing ? undefined : formatPath(path);
  }
  const stages = Array.isArray(recipe.stages) ? recipe.stages : [];
  const found = stages.flatMap((stage, index): FieldPath[] => {
    if (!isMapping(stage)) return [];
    if (Object.hasOwn(stage, kind)) return [['stages', index, kind]];
    // the parts of a round are stages, too
    return isMapping(stage.iterate) && Object.hasOwn(stage.iterate, kind) ? [['stages', index, 'iterate', kind]] : [];
  });
  if (found.length > 1) {
    const all = found.map((one) => `${PREFIX}${formatPath([...one, ...rest])}`).join(', ');
    throw UserError.at({}, `the recipe has ${found.length} stages "${kind}"; say which: ${all}`, 'SWEEP_STAGE');
  }
  return found.length === 0 ? undefined : formatPath([...found[0], ...rest]);
}
