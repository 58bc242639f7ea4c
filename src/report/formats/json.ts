import { jsonPieces, jsonText } from '../text/json-text.ts';
import type { Format } from './format.ts';

/** The record itself. */
export const json: Format = {
  name: 'json',
  description: 'the result record',
  withoutCharts: true,
  ofRecord: ({ kind, record }) => [
    {
      name: kind === 'run' || kind === 'training' ? 'result.json' : `${kind}.json`,
      content: kind === 'sweep' ? jsonPieces(record, 'points') : jsonText(record),
    },
  ],
};
