/** Ends of names in the record that are other words in a config, which writes the unit with the number. */
const IN_CONFIG: Readonly<Record<string, string>> = {
  technologyNm: 'technology',
  clockHz: 'clock',
  capacityBytes: 'capacity',
  widthBits: 'width',
};

/** The config key of a number of the resolved machine: `memories.pointers.widthBits` is `memories.pointers.width`. */
export function configKey(path: string): string {
  const names = path.split('.');
  const last = names[names.length - 1];
  return [...names.slice(0, -1), IN_CONFIG[last] ?? last].join('.');
}
