import { jsonText } from '../json-text.ts';
import type { Format } from './format.ts';

/** The record itself. */
export const json: Format = {
  name: 'json',
  description: 'the result record',
  ofRecord: ({ record }) => [{ name: 'result.json', content: jsonText(record) }],
};
