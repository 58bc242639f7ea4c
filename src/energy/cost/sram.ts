import { NODE_RULES } from '../sram/node.ts';
import { OBJECTIVE_NAMES, OBJECTIVE_WORDS, type Objective, objectiveOf } from '../sram/objective.ts';
import { PORTS } from '../sram/ports.ts';
import { slowCycleWarning, sramCost } from '../sram/sram-cost.ts';
import { type CostModel, deviceAttribute, deviceOf, type ReadAttributes, TECHNOLOGY } from './cost-report.ts';

/** SRAM by capacity, width, banks and ports. Outside what CACTI computed: an error that names the range. */
export const sram: CostModel = {
  summary: 'SRAM: read and write of one bank with the way there, leakage and area of all',
  attributes: {
    capacity: {
      kind: 'quantity',
      recordName: 'capacityBytes',
      unit: 'B',
      example: '128 KiB',
      whole: true,
      describe: 'total over the banks',
    },
    width: {
      kind: 'quantity',
      recordName: 'widthBits',
      unit: 'bit',
      example: '64 bit',
      whole: true,
      describe: 'bits of one access',
    },
    banks: { kind: 'number', recordName: 'banks', whole: true, example: '2', fallback: '1', describe: 'equal banks' },
    ports: {
      kind: 'word',
      recordName: 'ports',
      words: PORTS,
      fallback: '1rw',
      describe: 'ports that read and write (rw), read (r) or write (w)',
    },
    clock: {
      kind: 'quantity',
      recordName: 'clockHz',
      unit: 'Hz',
      example: '800 MHz',
      optional: true,
      describe: 'clock whose period the cycle time must fit',
    },
    objective: {
      kind: 'word',
      recordName: 'objective',
      words: OBJECTIVE_NAMES,
      optional: true,
      describe: `which of the possible arrays is meant: ${OBJECTIVE_NAMES.map((name) => `${name} (${OBJECTIVE_WORDS[name]})`).join(', ')}`,
    },
    technology: TECHNOLOGY,
    rule: {
      kind: 'word',
      recordName: 'rule',
      words: NODE_RULES,
      fallback: 'silicon',
      describe: "below 45 nm: the published ratio of 45 to 7 nm, as in a run, or CACTI's own figures of 32 and 22 nm",
    },
    device: deviceAttribute('lstp'),
    temperature: {
      kind: 'quantity',
      recordName: 'temperatureK',
      unit: 'K',
      example: '330 K',
      fallback: '300 K',
      describe: 'for the leakage: 300 to 400 K',
    },
  },
  cost: (attributes) => {
    const objective = objectiveAsked(attributes);
    const { readPj, writePj, ...rest } = sramCost({
      device: deviceOf(attributes),
      technologyNm: attributes.number('technologyNm'),
      capacityBytes: attributes.number('capacityBytes'),
      widthBits: attributes.number('widthBits'),
      banks: attributes.number('banks'),
      ports: wordOf(PORTS, attributes.word('ports')),
      objective,
      rule: wordOf(NODE_RULES, attributes.word('rule')),
      temperatureK: attributes.number('temperatureK'),
    });
    const { leakageMw, areaMm2, accessTimeNs, cycleTimeNs, provenance } = rest;
    const source = `${rest.source}; ${rest.leakageRemark}`;
    const actions = { read: { energyPj: readPj }, write: { energyPj: writePj } };
    const warnings = slowCycle(attributes, cycleTimeNs);
    const settled = { objective: objective.name };
    return { actions, leakageMw, areaMm2, accessTimeNs, cycleTimeNs, source, provenance, warnings, settled };
  },
};

/** With a clock the cheapest array that fits it, without one CACTI's pick; another where it is named. */
function objectiveAsked(attributes: ReadAttributes): Objective {
  const clockHz = attributes.has('clockHz') ? attributes.number('clockHz') : undefined;
  const fallback = clockHz === undefined ? 'ed2' : 'clock';
  return objectiveOf(
    attributes.has('objective') ? wordOf(OBJECTIVE_NAMES, attributes.word('objective')) : fallback,
    clockHz,
  );
}

function slowCycle(attributes: ReadAttributes, cycleTimeNs: number): string[] {
  return attributes.has('clockHz') ? slowCycleWarning(cycleTimeNs, attributes.number('clockHz')) : [];
}

/** One of the words, which the attribute has checked. */
function wordOf<Word extends string>(words: readonly Word[], word: string): Word {
  return words.find((known) => known === word)!;
}
