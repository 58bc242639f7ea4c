import type { FieldPath } from '../base/field-path.ts';
import { parseNumberFormat } from '../base/number-format.ts';
import { type Fault, faultsIn } from '../base/user-error.ts';
import { type ConfigTree, placeOf } from '../config/config-tree.ts';
import { dramPart } from '../config/dram-parts.ts';
import { attributeFaults } from '../config/row-attributes.ts';
import type { HardwareConfig } from './hardware-schema.ts';

const MAX_CODE_BITS = 8;

/** Faults that several keys of a hardware config cause together: a line without room for an entry, banks that do not divide, unknown formats and DRAM parts. */
export function checkHardware(config: HardwareConfig, tree: ConfigTree): Fault[] {
  const formats = formatFaults(config, tree);
  return [
    ...formats,
    ...memoryFaults(config, tree),
    ...(formats.length === 0 ? encodingFaults(config, tree) : []),
    ...faultsIn(() => dramPart(config.dram.part, placeOf(tree, ['dram', 'part']))),
    ...config.energy.override.flatMap((row, index) => attributeFaults(row, tree, ['energy', 'override', index])),
  ];
}

function at(tree: ConfigTree, path: FieldPath, message: string): Fault {
  return { place: placeOf(tree, path), message, code: 'CONFIG_CONTRADICTION' };
}

function formatFaults({ arithmetic }: HardwareConfig, tree: ConfigTree): Fault[] {
  return Object.entries(arithmetic).flatMap(([key, format]) =>
    faultsIn(() => parseNumberFormat(format, placeOf(tree, ['arithmetic', key]))),
  );
}

function encodingFaults({ encoding, arithmetic, memories }: HardwareConfig, tree: ConfigTree): Fault[] {
  const { codeBits, indexBits, weights } = encoding;
  const formatBits = parseNumberFormat(arithmetic.weight).widthBits;
  const weightBits = codeBits ?? (weights === 'codebook' ? 4 : formatBits);
  const entryBits = weightBits + (indexBits === 'none' ? 0 : indexBits);
  const faults: Fault[] = [];
  if (weights === 'codebook' && weightBits > MAX_CODE_BITS) {
    faults.push(
      at(
        tree,
        ['encoding', 'codeBits'],
        `expected at most ${MAX_CODE_BITS} bits for a code of a codebook, found ${weightBits}; use \`weights: direct\` for weights by value`,
      ),
    );
  }
  if (weights === 'direct' && weightBits !== formatBits) {
    faults.push(
      at(
        tree,
        ['encoding', 'codeBits'],
        `expected the ${formatBits} bits of arithmetic.weight (${arithmetic.weight}) for direct weights, found ${weightBits}; leave the key out`,
      ),
    );
  }
  if (entryBits > memories.sparseMatrix.width) {
    faults.push(
      at(
        tree,
        ['memories', 'sparseMatrix', 'width'],
        `expected room for one entry of ${entryBits} bit (code and index) in a line, found ${memories.sparseMatrix.width} bit`,
      ),
    );
  }
  return faults;
}

/** Every bank of a memory holds at least one word. */
function memoryFaults({ memories }: HardwareConfig, tree: ConfigTree): Fault[] {
  return Object.entries(memories).flatMap(([name, memory]) => {
    if (memory.kind !== 'sram' || (memory.capacity * 8) / memory.banks >= memory.width) return [];
    const found = `${memory.capacity} byte in ${memory.banks} bank${memory.banks === 1 ? '' : 's'} of ${memory.width} bit`;
    return [
      at(tree, ['memories', name, 'capacity'], `expected room for at least one word in each bank, found ${found}`),
    ];
  });
}
