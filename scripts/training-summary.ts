// Writes reports/NAME/README.md of the records reports/NAME/seed-N.json, which `picojoule train NAME --seed N --out FOLDER` leaves as FOLDER/result.json. By hand: they take an hour.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED, trainedResults, trainingSummary } from '../test/papers/deep-compression-mnist.ts';

for (const published of PUBLISHED)
  writeFileSync(join('reports', published.recipe, 'README.md'), trainingSummary(published, trainedResults(published)));
