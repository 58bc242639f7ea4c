/** The records that commands write with --out. */
export const RECORD_FILES: readonly string[] = [
  'result.json',
  'sweep.json',
  'ladder.json',
  'comparison.json',
  'machines.json',
  'timeline.json',
  'reproduction.json',
];
