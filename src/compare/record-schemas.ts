import { comparison } from './record-shapes/comparison.ts';
import { ladder } from './record-shapes/ladder.ts';
import { compression, numberFormats, operationCosts, weightFormats } from './record-shapes/lists.ts';
import { machines } from './record-shapes/machines.ts';
import { reproduction } from './record-shapes/reproduction.ts';
import { run } from './record-shapes/run.ts';
import { comparedSweep, sweep } from './record-shapes/sweep.ts';
import { timeline } from './record-shapes/timeline.ts';
import { training } from './record-shapes/training.ts';

/**
 * The shapes of the records that commands write, as far as anything reads them from a file. What is read whatever the record is about must be there; any other
 * field may be missing (older versions lack some) but holds what it should. Fields that are not named here are not read.
 */

/** The shape of each kind of record; a new kind is one line. */
export const RECORDS = {
  run,
  sweep,
  comparedSweep,
  ladder,
  machines,
  comparison,
  compression,
  operationCosts,
  numberFormats,
  weightFormats,
  training,
  timeline,
  reproduction,
} as const;
