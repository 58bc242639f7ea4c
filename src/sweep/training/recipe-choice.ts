import { parsePath } from '../../base/field-path.ts';
import { memo } from '../../base/memo.ts';
import { atPlace, type Fault, type Place, UserError } from '../../base/user-error.ts';
import { applySets } from '../../config/yaml/apply-sets.ts';
import { type ConfigTree, isWithin } from '../../config/yaml/config-tree.ts';
import { readLayers } from '../../node/read-configs.ts';
import { loadTraining } from '../../train/config/read-training.ts';
import type { TrainingData } from '../../train/config/training-schema.ts';
import { weightNames } from '../../train/learn/chain.ts';
import { filesOfTraining, stepKeys } from '../../train/run/step-keys.ts';
import type { KeptTraining } from '../../train/run/train-stretch.ts';
import type { AxisValue, SweepConfig, SweptRecipe } from '../config/sweep.ts';
import { sourceFiles } from '../store/source-files.ts';
import { placeInRecipe } from './recipe-keys.ts';

/** How the network of a point is trained. */
export interface RecipeChoice extends Omit<KeptTraining, 'store'> {
  /** Epochs of each step. */
  readonly epochs: readonly number[];
}

/** The recipes of a sweep. */
export interface RecipeChooser {
  /** The recipe as all points have it, before their axes. */
  readonly base: TrainingData;
  /** The recipe of a point. Throws a UserError with all its faults. */
  readonly choose: (values: readonly (AxisValue | undefined)[]) => Promise<RecipeChoice>;
  /** Whether the recipe of a point has the stage of an axis. */
  readonly has: (axis: string, values: readonly (AxisValue | undefined)[]) => boolean;
  /** What is known once all points have chosen. */
  readonly found: () => ChosenRecipes;
}

export interface ChosenRecipes {
  /** Files of data and weights. */
  readonly files: readonly string[];
  /** Names of the steps and of the layers with weights, of all recipes. */
  readonly steps: readonly string[];
  readonly layers: readonly string[];
}

/** A key of the recipe with the value that it gets. */
interface RecipeChange {
  readonly name: string;
  readonly text: string;
  /** What faults say of it. */
  readonly said: string;
  readonly place: Place;
}

/** The same at its place in a recipe. */
interface PlacedChange extends RecipeChange {
  readonly at: string;
}

/**
 * Reads the recipe of a sweep.
 * @throws UserError with its faults, those of the changes that all points have among them
 */
export async function recipeChooser(sweep: SweepConfig, recipe: SweptRecipe): Promise<RecipeChooser> {
  const file = { file: recipe.file, display: recipe.file };
  const tree = readLayers(file, 'training');
  const common = recipe.set.map((set): RecipeChange => {
    const [name] = set.split('=', 1);
    return { name, text: set.slice(name.length + 1), said: name, place: { file: sweep.file, path: `set.${name}` } };
  });
  const changed = changesOf(tree, common, refuse);
  const configOf = (changes: readonly PlacedChange[], seed: number | null) =>
    told(changes, () => loadTraining(recipe.file, { set: changes.map(asSet), ...(seed !== null && { seed }) }));
  const base = await configOf(changed, sweep.seed);
  const steps = new Set(base.steps.map(({ name }) => name));
  const layers = new Set(weightNames(base.layers));
  const axes = sweep.axes
    .flatMap(({ name, target, place }, at) => (target === 'training' ? [{ name, at, place: place ?? {} }] : []))
    .toSorted((a, b) => parsePath(a.name).length - parsePath(b.name).length);
  const seedAt = sweep.axes.findIndex(({ name }) => name === 'seed');
  const known = memo<RecipeChoice>();
  const digests = new Map<string, string>();

  function changesAt(values: readonly (AxisValue | undefined)[]): RecipeChange[] {
    return axes.flatMap(({ name, at, place }) => {
      const found = values[at];
      return found === undefined ? [] : [{ name, text: found.text, said: `${name} ${found.value}`, place }];
    });
  }

  async function choiceOf(changes: readonly RecipeChange[], seed: number | null): Promise<RecipeChoice> {
    const placed = changesOf(tree, changes, refuse);
    const config = await configOf(placed, seed);
    for (const path of filesOfTraining(config))
      if (!digests.has(path)) digests.set(path, (await sourceFiles([path])).digests.get(path)!);
    for (const step of config.steps) steps.add(step.name);
    for (const name of weightNames(config.layers)) layers.add(name);
    return {
      recipe: { file: recipe.file, set: placed.map(asSet), seed },
      keys: stepKeys(config, digests),
      epochs: config.steps.map((step) => ('learning' in step ? step.learning.epochs : 0)),
    };
  }

  return {
    base: base.recipe,
    choose(values) {
      const seed = seedAt < 0 ? sweep.seed : Number(values[seedAt]!.value);
      const own = changesAt(values);
      return known.get(JSON.stringify([seed, own.map(({ name, text }) => [name, text])]), () =>
        choiceOf([...common, ...own], seed),
      );
    },
    has(axis, values) {
      const missing = new Set<string>();
      changesOf(tree, [...common, ...changesAt(values)], ({ name }) => missing.add(name));
      return !missing.has(axis);
    },
    found: () => ({
      files: [...digests.keys()],
      steps: [...steps],
      layers: [...layers],
    }),
  };
}

/** The changes at their places in the recipe, each in what those before it made of it; one that has no place there is left out. */
function changesOf(
  tree: ConfigTree,
  changes: readonly RecipeChange[],
  onMissing: (change: RecipeChange) => void,
): PlacedChange[] {
  let now = tree;
  return changes.flatMap((change) => {
    const at = atPlace(change.place, () => placeInRecipe(now.root, change.name));
    if (at === undefined) {
      onMissing(change);
      return [];
    }
    const found = { ...change, at };
    now = applySets(now, [asSet(found)]);
    return [found];
  });
}

/** Throws the UserError that a recipe has no stage for a change. */
function refuse({ name, place }: RecipeChange): never {
  const hint = `whereKnown: [${name}] changes only recipes that have it`;
  throw UserError.at(place, `the recipe has no stage for "${name}"; where stages are an axis, ${hint}`, 'UNKNOWN_KEY');
}

function asSet({ at, text }: PlacedChange): string {
  return `${at}=${text}`;
}

/** What the config reader calls the file of a change that stands in none. */
const SET = '--set';

/** Faults that a change of the sweep makes have its place there. */
async function told<T>(changes: readonly PlacedChange[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.faults.map((fault) => atChange(fault, changes)));
  }
}

function atChange(fault: Fault, changes: readonly PlacedChange[]): Fault {
  const { file = '', path = '' } = fault.place;
  const change = changes.findLast(({ at }) => isWithin(path, at));
  if (!file.startsWith(SET) || change === undefined) return fault;
  return { ...fault, place: change.place, message: `${change.said}: ${path}: ${fault.message}` };
}
