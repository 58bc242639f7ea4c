import test from 'ava';
import { sramCost } from '../../../src/energy/sram/sram-cost.ts';
import { DEVICES, SHAPE } from './shape.ts';

const KIB = 1024;

/** Published energies of a 64-bit read (Jouppi et al., ISCA 2021, Table 2). */
const ENERGIES: readonly (readonly [capacityKib: number, nm: number, readPj: number])[] = [
  [8, 45, 10],
  [8, 7, 7.5],
  [32, 45, 20],
  [32, 7, 8.5],
  [1024, 45, 100],
  [1024, 7, 14],
];

for (const [capacityKib, technologyNm, published] of ENERGIES)
  test(`a 64-bit read of ${capacityKib} KiB at ${technologyNm} nm lies within twice of the published ${published} pJ`, (t) => {
    for (const device of ['hp', 'lstp'] as const) {
      const { readPj } = sramCost({ ...SHAPE, device, technologyNm, capacityBytes: capacityKib * KIB });
      t.true(readPj > published / 2 && readPj < published * 2, `${device}: ${readPj}`);
    }
  });

test('from 45 to 7 nm a 64-bit read falls by the published ratio of its capacity', (t) => {
  for (const [kib, ratio] of [
    [8, 0.75],
    [32, 0.425],
    [1024, 0.14],
  ] as const) {
    const [at45, at7] = [45, 7].map((technologyNm) => sramCost({ ...SHAPE, technologyNm, capacityBytes: kib * KIB }));
    t.true(Math.abs(at7.readPj / at45.readPj - ratio) < 1e-9);
    t.is(at7.provenance, 'scaled');
    t.regex(at7.source, /brought to 7 nm: energy by the published ratio of 45 to 7 nm/);
  }
});

test('below 7 nm the square root of the node is left', (t) => {
  const [at7, at3] = [7, 3].map((technologyNm) => sramCost({ ...SHAPE, technologyNm }));
  t.true(Math.abs(at3.readPj / at7.readPj - Math.sqrt(3 / 7)) < 1e-9);
  t.regex(at3.source, /square root of the node below 7 nm/);
});

/** Area of a bit cell, um2: TSMC at IEDM 2013 (20 and 16 nm), Chang et al. at ISSCC 2017, IEDM 2022 (5 nm, N3E), IEDM 2024 (2 nm). */
const CELLS = { 20: 0.09, 16: 0.07, 7: 0.027, 5: 0.021, 3: 0.021, 2: 0.0175 } as const;

for (const [nm, cellUm2] of Object.entries(CELLS))
  test(`an SRAM at ${nm} nm is larger than its bit cells, and a dense one at most twice`, (t) => {
    for (const capacityBytes of [512, 8 * KIB, 128 * KIB, 1024 * KIB])
      for (const widthBits of [8, 64, 100]) {
        const { areaMm2 } = sramCost({ ...SHAPE, technologyNm: Number(nm), capacityBytes, widthBits });
        const cells = capacityBytes * 8 * cellUm2 * 1e-6;
        t.true(areaMm2 > cells, `${capacityBytes} x ${widthBits}: ${areaMm2} mm2 for ${cells} of cells`);
        if (capacityBytes === 128 * KIB && widthBits === 64) t.true(areaMm2 < 2 * cells);
      }
  });

test('128 KiB at 3 nm take what a published macro takes (31.8 Mib/mm2), within a fifth', (t) => {
  const { areaMm2 } = sramCost({ ...SHAPE, technologyNm: 3 });
  t.true(Math.abs(areaMm2 * 31.8 - 1) < 0.2, String(areaMm2));
});

test("the roadmap is CACTI's own for 32 and 22 nm, and ends there", (t) => {
  const roadmap = sramCost({ ...SHAPE, technologyNm: 32, rule: 'roadmap' });
  t.is(roadmap.readPj, 18.155);
  t.is(roadmap.provenance, 'modelled');
  t.true(sramCost({ ...SHAPE, technologyNm: 32 }).readPj > 18.155);
  t.is(sramCost({ ...SHAPE, rule: 'roadmap' }).readPj, sramCost(SHAPE).readPj);
  t.throws(() => sramCost({ ...SHAPE, technologyNm: 16, rule: 'roadmap' }), { message: /roadmap ends at 22 nm/ });
});

test('from node to node nothing jumps: half a nanometre takes at most a tenth of an access and of its time', (t) => {
  for (const device of DEVICES)
    for (let nm = 90; nm > 5; nm -= 0.5) {
      const [above, below] = [nm, nm - 0.5].map((technologyNm) => sramCost({ ...SHAPE, device, technologyNm }));
      const ratio = below.readPj / above.readPj;
      t.true(ratio <= 1 && ratio > 0.9, `${device} ${nm}: ${ratio}`);
      t.true(Math.abs(Math.log(below.accessTimeNs / above.accessTimeNs)) < 0.1, `${device} ${nm}`);
    }
});
