/** What a waveform file says: scope.wire -> value (as bits) from each time on. */
export interface Waveform {
  readonly timescale: string;
  readonly wires: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly end: number;
}

/** A reader of value change dumps (IEEE 1364-2005, section 18): throws at what the standard does not allow. */
export function readVcd(text: string): Waveform {
  const names = new Map<string, string[]>();
  const wires = new Map<string, Map<number, string>>();
  const scopes: string[] = [];
  const lines = text.split('\n');
  let timescale = '';
  let at = 0;
  for (; !lines[at].startsWith('$enddefinitions'); at++) {
    const words = lines[at].trim().split(/\s+/);
    if (words[0] === '$timescale') timescale = words.slice(1, -1).join(' ') || lines[at + 1].trim();
    if (words[0] === '$scope') scopes.push(words[2]);
    if (words[0] === '$upscope') scopes.pop();
    if (words[0] !== '$var') continue;
    const name = [...scopes, words[4]].join('.');
    names.set(words[3], [...(names.get(words[3]) ?? []), name]);
    wires.set(name, new Map());
  }
  let time = -1;
  for (const line of lines.slice(at + 1)) {
    if (line === '' || line.startsWith('$')) continue;
    if (line.startsWith('#')) {
      const next = Number(line.slice(1));
      if (!(next > time)) throw new Error(`time ${next} after ${time}`);
      time = next;
      continue;
    }
    const [, bits, id] = /^b([01x]+) (\S+)$/.exec(line) ?? /^([01x])(\S+)$/.exec(line) ?? [];
    const known = names.get(id);
    if (known === undefined) throw new Error(`not a change of a known wire: ${line}`);
    for (const name of known) wires.get(name)!.set(time, bits.replace(/^0+(?=.)/, '').replace(/^x+$/, 'x'));
  }
  return { timescale, wires, end: time };
}

/** The value of a wire at a time. */
export function valueAtTime(changes: ReadonlyMap<number, string>, time: number): string {
  let value = 'none';
  for (const [at, bits] of changes) if (at <= time) value = bits;
  return value;
}
