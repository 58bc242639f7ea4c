import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSweep } from '../../../src/sweep/config/load-sweep.ts';
import type { SweepConfig } from '../../../src/sweep/config/sweep.ts';
import { smallData, smallRecipe } from '../../train/small-data.ts';

export const STAGES = `
  - train: { epochs: 3 }
  - prune: { density: 30 % }
  - retrain: { epochs: 2 }
  - share: { codeBits: 3 }
  - fineTune: { epochs: 1 }`;

/** A folder with small data and recipe.yaml. */
export function recipeFolder(stages = STAGES): string {
  const folder = smallData(200, 100);
  writeFileSync(join(folder, 'recipe.yaml'), smallRecipe(stages));
  return folder;
}

export function trainedSweepText(body: string): string {
  return `name: trained\ntraining: recipe.yaml\n${body}`;
}

/** A sweep over the recipe of a folder, from a file in it. */
export async function trainedSweep(folder: string, body: string): Promise<SweepConfig> {
  const file = join(mkdtempSync(join(folder, 'sweep-')), 'sweep.yaml');
  writeFileSync(file, trainedSweepText(body).replace('recipe.yaml', join(folder, 'recipe.yaml')));
  return loadSweep(file);
}
