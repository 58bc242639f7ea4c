import type { Place } from '../../base/user-error.ts';
import type { LayerSettings } from '../learn/chain.ts';
import type { PlacedStep } from '../stages/stage.ts';
import type { TrainingData } from './training-schema.ts';

/** Where samples come from; paths are absolute. */
export interface DataConfig extends Omit<TrainingData['data'], 'package' | 'folder'> {}

/** A recipe as it was read: nothing is loaded yet but its settings. */
export interface TrainingConfig extends Omit<TrainingData, 'data' | 'layers' | 'weights' | 'hardware' | 'seed'> {
  readonly seed: number;
  /** Base name of its file. */
  readonly file: string;
  readonly data: DataConfig;
  readonly layers: readonly LayerSettings[];
  /** Path of the weights that it starts from. */
  readonly weights: string | null;
  /** File of the machine that charges every stage. */
  readonly hardware: string | null;
  /** What the stages do. */
  readonly steps: readonly PlacedStep[];
  /** The recipe's own values, for the record. */
  readonly recipe: TrainingData;
  /** Where each layer stands in its file. */
  readonly layerPlaces: readonly Place[];
}
