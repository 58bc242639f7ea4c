import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import * as fc from 'fast-check';
import { UserError } from '../../src/base/user-error.ts';
import { entriesPerLine } from '../../src/machines/eie/weights/layer-bits.ts';
import {
  builtInConfigs,
  loadHardware,
  loadHardwareText,
  loadHardwareWithOrigins,
  readHardwareSource,
} from '../../src/node/read-configs.ts';
import { faultsOf } from '../config/faults-of.ts';
import { SMALL_MACHINE, smallMachineWith } from '../config/small-machine.ts';
import { eieOf, loadEie, loadEieText } from '../oracles/eie/eie-hardware.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-hardware-'));
mkdirSync(join(folder, 'bases'));

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('the built-in EIE is the machine of the paper', async (t) => {
  const hardware = await loadEie('eie-64pe');
  t.like(hardware, {
    name: 'EIE, 64 PEs',
    file: 'eie-64pe.yaml',
    technologyNm: 45,
    temperatureK: 300,
    clockHz: 8e8,
    processingElements: 64,
    activationQueue: { depth: 8 },
  });
  t.deepEqual(hardware.memories.sparseMatrix, {
    kind: 'sram',
    device: 'lstp',
    capacityBytes: 131_072,
    banks: 1,
    widthBits: 64,
    objective: 'clock',
    ports: '1rw',
  });
  t.deepEqual(hardware.memories.pointers, {
    kind: 'sram',
    device: 'lstp',
    capacityBytes: 32_768,
    banks: 2,
    widthBits: 16,
    objective: 'clock',
    ports: '1rw',
  });
  t.is(entriesPerLine(hardware), 8);
  t.regex(hardware.energy.tableFile, /configs\/energy\/45nm\.yaml$/);
  t.true(Object.isFrozen(hardware.memories.pointers));
});

test('a name with .yaml and a path mean the same file', async (t) => {
  const byName = await loadEie('eie-64pe');
  t.deepEqual(await loadEie('eie-64pe.yaml'), byName);
  t.deepEqual(await loadEie('configs/hardware/eie-64pe.yaml'), byName);
});

for (const name of builtInConfigs('hardware'))
  test(`the built-in ${name} has no fault`, async (t) => {
    t.truthy(await loadHardware(name));
  });

test('what is left out is as in the EIE', async (t) => {
  const { name: _, file: __, ...small } = await loadEieText(SMALL_MACHINE);
  t.deepEqual(small.encoding, {
    weights: 'codebook',
    codeBits: 4,
    indexBits: 4,
    skipZeroActivations: true,
    reencode: false,
  });
  t.deepEqual(small.arithmetic, { weight: 'q7.8', activation: 'q7.8', accumulator: 'q7.8' });
  t.deepEqual(small.memories.sourceActivations, { kind: 'registers', entries: 64, widthBits: 16 });
  t.like(small, {
    weights: { home: 'sparseMatrix', overflow: 'warn' },
    dram: { part: 'lpddr3-1600', channels: 1 },
    simulation: { rule: 'drained' },
  });
});

test('all faults of a file are told together, by line, missing keys last', async (t) => {
  const text = smallMachineWith('clock', 'clokc: 800 MHz')
    .replace('depth: 8', 'depth: 1')
    .replace('1 KiB, width: 16 bit', '1 KB, width: 16');
  t.deepEqual(await faultsOf(() => loadHardwareText(text)), [
    'hardware.yaml:3:1 clokc: unknown key "clokc" (known: name, machine, technology, temperature, clock, processingElements, activationQueue, encoding, arithmetic, memories, weights, dram, simulation, energy, buffer; did you mean "clock"?) [UNKNOWN_KEY]',
    'hardware.yaml:5:27 activationQueue.depth: expected a whole number from 2 to 65536, found 1 [CONFIG_RANGE]',
    'hardware.yaml:8:25 memories.pointers.capacity: no unit "KB"; write kB (1000 byte) or KiB (1024 byte) [UNKNOWN_NAME]',
    'hardware.yaml:8:38 memories.pointers.width: expected an amount of information from 1 bit to 65536 bit such as 16 bit, found the plain number 16; write the unit [CONFIG_DIMENSION]',
    'hardware.yaml:1:1 clock: missing key "clock": expected a frequency from 100 kHz to 20 GHz such as 800 MHz [MISSING_KEY]',
  ]);
});

test('expressions name keys of the file, from the inside out, defaults included', async (t) => {
  const text = smallMachineWith(
    'sparseMatrix',
    'sparseMatrix: { capacity: processingElements * 2 KiB, width: 16 * encoding.indexBits * 1 bit }',
  )
    .replace('pointers: { capacity: 1 KiB', 'pointers: { capacity: banks * 512 * width')
    .replace('clock: 800 MHz', 'clock: 1 / (1.25 ns)');
  const hardware = await loadEieText(text);
  t.is(hardware.memories.sparseMatrix.capacityBytes, 8192);
  t.is(hardware.memories.sparseMatrix.widthBits, 64);
  t.is(hardware.memories.pointers.capacityBytes, 2048);
  t.is(hardware.clockHz, 8e8);
});

test('a loop is told once, with its way', async (t) => {
  const text = smallMachineWith('processingElements', 'processingElements: activationQueue.depth').replace(
    'depth: 8',
    'depth: processingElements',
  );
  t.deepEqual(await faultsOf(() => loadHardwareText(text)), [
    'hardware.yaml:5:27 activationQueue.depth: expected a value, found a loop: processingElements -> activationQueue.depth -> processingElements [CONFIG_LOOP]',
  ]);
});

test('a fault is told at the key that is wrong, not at those that name it', async (t) => {
  const text = smallMachineWith('processingElements', 'processingElements: 4 * many').replace(
    'depth: 8',
    'depth: processingElements',
  );
  t.deepEqual(await faultsOf(() => loadHardwareText(text)), [
    'hardware.yaml:4:21 processingElements: no name or unit "many"; names are keys of this file such as technology, clock, processingElements [UNKNOWN_NAME]',
  ]);
});

const names = test.macro<[string, RegExp]>({
  title: (given = '') => given,
  async exec(t, expression, expected) {
    t.regex(
      (
        await faultsOf(() =>
          loadHardwareText(smallMachineWith('processingElements', `processingElements: ${expression}`)),
        )
      ).join('\n'),
      expected,
    );
  },
});
test(
  'a misspelt name is answered with the nearest',
  names,
  '2 * activationQueue.dept',
  /did you mean "activationQueue.depth"\?/,
);
test('the last part of a name finds the whole', names, '2 * depth', /did you mean "activationQueue.depth"\?/);
test('a misspelt word is answered with the word', async (t) => {
  const faults = await faultsOf(() =>
    loadHardwareText(SMALL_MACHINE, { set: ['encoding.indexBits=nonne', 'energy.table=45nn'] }),
  );
  t.deepEqual(faults, [
    '--set energy.table: no such file "45nn", and no built-in config of that name; did you mean "45nm"? [NO_SUCH_FILE]',
    '--set encoding.indexBits: no name or unit "nonne"; did you mean "none"? [UNKNOWN_NAME]',
  ]);
});
test('a key that holds text is no number', names, '2 * name', /expected a number, name is none/);
test(
  'a key that holds `none` is no number',
  names,
  '2 * encoding.skipZeroActivations',
  /expected a number, encoding.skipZeroActivations is none/,
);

const contradicts = test.macro<[readonly string[], string | undefined]>({
  title: (given = '') => given,
  async exec(t, set, expected) {
    t.deepEqual(
      await faultsOf(() => loadHardwareText(SMALL_MACHINE, { set })),
      expected === undefined ? [] : [expected],
    );
  },
});
test(
  'a line holds at least one entry',
  contradicts,
  ['memories.sparseMatrix.width=7 bit'],
  '--set memories.sparseMatrix.width: expected room for one entry of 8 bit (code and index) in a line, found 7 bit [CONFIG_CONTRADICTION]',
);
test('a line of exactly one entry is enough', contradicts, ['memories.sparseMatrix.width=8 bit'], undefined);
test(
  'a memory holds at least one word',
  contradicts,
  ['memories.pointers.capacity=3 B'],
  '--set memories.pointers.capacity: expected room for at least one word in each bank, found 3 byte in 2 banks of 16 bit [CONFIG_CONTRADICTION]',
);
test(
  'a codebook has at most 8-bit codes',
  contradicts,
  ['encoding.codeBits=9'],
  '--set encoding.codeBits: expected at most 8 bits for a code of a codebook, found 9; use `weights: direct` for weights by value [CONFIG_CONTRADICTION]',
);
test(
  'direct weights have the bits of their format',
  contradicts,
  ['encoding.weights=direct', 'encoding.codeBits=4'],
  '--set encoding.codeBits: expected the 16 bits of arithmetic.weight (q7.8) for direct weights, found 4; leave the key out, or set it to null [CONFIG_CONTRADICTION]',
);
test(
  'an unknown number format is told at its key',
  contradicts,
  ['arithmetic.weight=q99.1'],
  '--set arithmetic.weight: expected a number format (fp32, fp16, bf16, fp8e4m3, fp8e5m2, fp6e3m2, fp6e2m3, fp4e2m1, int2 to int32, uint2 to uint32 (with a scale as int8*0.0125), qI.F and uqI.F with up to 32 bits in all, or in blocks mxfp8e4m3, mxfp8e5m2, mxfp6e3m2, mxfp6e2m3, mxfp4, mxint8, nvfp4, q4_0, q8_0, iq4_nl, and in groups of inputs int2g16 to int8g4096 (an fp16 scale; uint4g128: a zero point too)), found "q99.1" [NUMBER_FORMAT]',
);
test(
  'a missing energy table is told at its key',
  contradicts,
  ['energy.table=46nm'],
  '--set energy.table: no such file "46nm", and no built-in config of that name; did you mean "45nm"? [NO_SUCH_FILE]',
);

test('a dense machine stores every weight by value', async (t) => {
  const { encoding } = await loadEieText(SMALL_MACHINE, {
    set: ['encoding.indexBits=none', 'encoding.weights=direct', 'arithmetic.weight=fp32'],
  });
  t.deepEqual(encoding, {
    weights: 'direct',
    codeBits: 32,
    indexBits: null,
    skipZeroActivations: true,
    reencode: false,
  });
});

test('extends inherits and overrides; paths start from the file that names them', async (t) => {
  written(
    'bases/table.yaml',
    'name: t\ntechnology: 45 nm\nrows: [{ component: a, action: b, energy: 1 pJ, source: s, provenance: assumed }]\n',
  );
  written('bases/base.yaml', `${SMALL_MACHINE}energy: { table: table.yaml }\n`);
  written('middle.yaml', 'extends: bases/base.yaml\nclock: 1 GHz\nmemories: { pointers: { banks: 4 } }\n');
  const hardware = await loadEie(written('top.yaml', 'extends: middle.yaml\nname: top\n'));
  t.like(hardware, { name: 'top', file: 'top.yaml', clockHz: 1e9, processingElements: 4 });
  t.deepEqual(hardware.memories.pointers, {
    kind: 'sram',
    device: 'lstp',
    capacityBytes: 1024,
    banks: 4,
    widthBits: 16,
    objective: 'clock',
    ports: '1rw',
  });
  t.is(hardware.energy.tableFile, join(folder, 'bases/table.yaml'));
});

test('a table is looked for beside the file that names it, not in the working folder', async (t) => {
  const file = written('elsewhere.yaml', `${SMALL_MACHINE}energy: { table: package.json }\n`);
  t.deepEqual(await faultsOf(() => loadHardware(file)), [
    `${file}:10:18 energy.table: no such file "package.json", and no built-in config of that name [NO_SUCH_FILE]`,
  ]);
});

test('extends finds built-in configs by name, and a fault of a base names the base', async (t) => {
  t.is((await loadEieText('extends: eie-64pe\nname: x\nprocessingElements: 8\n')).processingElements, 8);
  written('faulty.yaml', smallMachineWith('clock', 'clock: 800 mHz'));
  const faults = await faultsOf(() =>
    loadHardware(written('on-faulty.yaml', 'extends: faulty.yaml\nprocessingElements: 0\n')),
  );
  t.regex(faults.join('\n'), /faulty\.yaml:3:8 clock: .*did you mean 800 MHz/);
  t.regex(faults.join('\n'), /on-faulty\.yaml:2:21 processingElements: .*found 0/);
});

test('a loop of extends and a missing base are told at the key', async (t) => {
  written('a.yaml', 'extends: b.yaml\n');
  written('b.yaml', 'extends: a.yaml\n');
  t.regex(
    (await faultsOf(() => loadHardware(join(folder, 'a.yaml'))))[0],
    /b\.yaml:1:10 extends: .* found a loop: a\.yaml -> b\.yaml -> a\.yaml \[CONFIG_LOOP\]$/,
  );
  t.regex(
    (await faultsOf(() => loadHardwareText('extends: eie-46pe\n')))[0],
    /^hardware\.yaml:1:10 extends: no such file "eie-46pe".*did you mean "eie-64pe"/,
  );
});

test('the origin of every key that is no default is the file with its line, or --set', async (t) => {
  const file = written('origins.yaml', SMALL_MACHINE);
  const { origins } = await loadHardwareWithOrigins(file, {
    set: ['activationQueue.depth=4', 'energy.override.pointers.read=3 pJ'],
  });
  const lineOf = (text: string) => SMALL_MACHINE.split('\n').findIndex((line) => line.includes(text)) + 1;
  t.is(origins.clock, `origins.yaml:${lineOf('clock:')}`);
  t.is(origins['activationQueue.depth'], '--set');
  t.false('dram.channels' in origins);
  t.is(origins['memories.pointers.capacity'], `origins.yaml:${lineOf('pointers:')}`);
  t.is(origins['energy.override[0].energy'], '--set');
});

test('one source makes many machines', async (t) => {
  const source = readHardwareSource('eie-64pe');
  t.is((await eieOf(source, { set: ['processingElements=2'] })).processingElements, 2);
  t.is((await eieOf(source)).processingElements, 64);
});

test('prices are overridden in the file and on the command line, the command line last', async (t) => {
  const text = `${SMALL_MACHINE}energy:\n  override:\n    - { component: arithmeticUnit, action: multiply, format: int16, energy: 1 pJ }\n`;
  const { energy } = await loadEieText(text, {
    set: ['energy.override.pointers.read="3 pJ"', 'energy.override.pointers.read=3.7e-12 J'],
  });
  t.deepEqual(energy.overrides, [
    { component: 'arithmeticUnit', action: 'multiply', energyPj: 1, attributes: { format: 'int16' } },
    { component: 'pointers', action: 'read', energyPj: 3, attributes: {} },
    { component: 'pointers', action: 'read', energyPj: 3.7, attributes: {} },
  ]);
});

test('a missing file and a folder are one line with the path', async (t) => {
  t.deepEqual(await faultsOf(() => loadHardware('no/such.yaml')), [
    'no/such.yaml: no such file, and no built-in config of that name [NO_SUCH_FILE]',
  ]);
  t.deepEqual(await faultsOf(() => loadHardware(folder)), [`${folder}: expected a file, found a folder [NOT_A_FILE]`]);
});

test('random values on the command line give a machine or a UserError, nothing else', async (t) => {
  const keys = [
    'clock',
    'processingElements',
    'memories.pointers.capacity',
    'encoding.indexBits',
    'energy.override.a.b',
    'memories',
    'name',
    'energy.override',
    'a.b',
    'energy',
    '0',
    '',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...keys), fc.string({ maxLength: 20 }), async (key, value) => {
      try {
        await loadEieText(SMALL_MACHINE, { set: [`${key}=${value}`] });
        return true;
      } catch (error) {
        return error instanceof UserError;
      }
    }),
    { numRuns: 400 },
  );
  t.pass();
});

test('a config damaged at random gives a machine or faults with a place, nothing else', async (t) => {
  const pieces = [
    '1/0',
    ' * 2',
    'KB',
    'none',
    '{',
    '}',
    '[',
    ']',
    ': ',
    '\n',
    '&a ',
    '*a',
    '<<: ',
    '"',
    '-',
    '0',
    '1e400',
    'MHz',
    'clock',
    '__proto__: 1\n',
    '(',
    'min(',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.nat(SMALL_MACHINE.length),
      fc.nat(12),
      fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
      async (start, length, parts) => {
        const text = SMALL_MACHINE.slice(0, start) + parts.join('') + SMALL_MACHINE.slice(start + length);
        try {
          return (await loadEieText(text)).processingElements >= 1;
        } catch (error) {
          return (
            error instanceof UserError &&
            error.faults.every(({ place }) => place.file === 'hardware.yaml' && place.line !== undefined)
          );
        }
      },
    ),
    { numRuns: 1500 },
  );
  t.pass();
});

test('a config names its machine, the EIE by default; a record leaves the default out', async (t) => {
  const stated = await loadEieText(`machine: eie\n${SMALL_MACHINE}`);
  t.deepEqual(stated, await loadEieText(SMALL_MACHINE));
  t.false(Object.hasOwn(stated, 'machine'));
});

test('an unknown machine is told with its place and the nearest name', async (t) => {
  const [fault] = await faultsOf(() => loadHardwareText(`machine: eye\n${SMALL_MACHINE}`));
  t.regex(fault, /^hardware\.yaml:1:10 machine: no machine "eye" \(.*eie/);
});
