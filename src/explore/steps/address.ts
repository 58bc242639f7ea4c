import { CHOICES, type Choice, MOST, readNumber } from './small-layer.ts';

/** A choice and a cycle as the address of the page holds them: `pe=4&depth=3&width=32&index=4&cycle=7&x=1,,0.5&w=1,;,0.5` (blank is 0). */
export function toAddress({ weights, activations, ...machine }: Choice, cycle: number): string {
  const line = (values: readonly number[]) => values.map((value) => (value === 0 ? '' : String(value))).join(',');
  const { processingElements, depth, widthBits, indexBits } = machine;
  return [
    `pe=${processingElements}`,
    `depth=${depth}`,
    `width=${widthBits}`,
    `index=${indexBits}`,
    `cycle=${cycle}`,
    `x=${line(activations)}`,
    `w=${weights.map(line).join(';')}`,
  ].join('&');
}

/** What an address says of it; undefined where it says nothing that can be shown. */
export function fromAddress(address: string): { readonly choice: Choice; readonly cycle: number } | undefined {
  const parts = new Map(address.split('&').map((part) => part.split('=', 2) as [string, string]));
  const among = (name: string, known: readonly number[]) => {
    const value = Number(parts.get(name));
    return known.includes(value) ? value : undefined;
  };
  const [activations, ...weights] = [parts.get('x') ?? '', ...(parts.get('w') ?? '').split(';')].map(valuesOf);
  const [pes, depth, widthBits, indexBits] = [
    among('pe', CHOICES.processingElements),
    among('depth', CHOICES.depth),
    among('width', CHOICES.widthBits),
    among('index', CHOICES.indexBits),
  ];
  if (pes === undefined || depth === undefined || widthBits === undefined || indexBits === undefined) return undefined;
  if (activations === undefined || !weights.every((line) => line?.length === activations.length)) return undefined;
  if (activations.length > MOST || weights.length > MOST) return undefined;
  const cycle = Number(parts.get('cycle') ?? 0);
  return {
    choice: { weights: weights as number[][], activations, processingElements: pes, depth, widthBits, indexBits },
    cycle: Number.isInteger(cycle) && cycle >= 0 ? cycle : 0,
  };
}

function valuesOf(line: string): number[] | undefined {
  const values = line.split(',').map(readNumber);
  return values.some((value) => typeof value === 'string') ? undefined : (values as number[]);
}
