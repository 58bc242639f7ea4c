import type { StageLayer, StageResult, TrainingResult } from '../../train/run/training-result.ts';
import { numberColumn, type ReportTable, tableOf, wordColumn } from '../tables/report-table.ts';
import type { ReportDocument } from './document.ts';

const ABOUT =
  'A network that was trained and compressed as a recipe says. Each stage tells how often the network is right on data that it has not learnt, and how many bytes it takes then.';

const decimals = (count: number) => ({ write: (value: number) => value.toFixed(count) });
const percent = { factor: 100, ...decimals(2) };

function stageTable({ stages }: TrainingResult): ReportTable {
  const columns = [
    wordColumn<StageResult>('stage', ({ name }) => name),
    numberColumn<StageResult>('error', '%', ({ accuracy }) => 1 - accuracy.top1, percent),
    numberColumn<StageResult>('±', '%', ({ accuracy }) => accuracy.standardError, percent),
    numberColumn<StageResult>('kept', '%', ({ density }) => density, percent),
    numberColumn<StageResult>('bytes', '', ({ bytes }) => bytes, decimals(0)),
    numberColumn<StageResult>('rate', 'x', ({ compressionRate }) => compressionRate, decimals(1)),
    ...(stages.some(({ charge }) => charge !== undefined)
      ? [numberColumn<StageResult>('energy of an inference', 'nJ', energyOf, { factor: 1e-3 })]
      : []),
  ];
  return tableOf('stages', 'What each stage left behind', columns, stages);
}

/** Energy of an inference in pJ, where the machine could run the network. */
function energyOf({ charge }: StageResult): number | null {
  return charge !== undefined && 'energyPj' in charge ? charge.energyPj : null;
}

function layerTable({ stages }: TrainingResult): ReportTable {
  const last = stages[stages.length - 1];
  const columns = [
    wordColumn<StageLayer>('layer', ({ name }) => name),
    numberColumn<StageLayer>('weights', '', ({ weights }) => weights, decimals(0)),
    numberColumn<StageLayer>('kept', '%', ({ density }) => density, percent),
    numberColumn<StageLayer>('bits of a weight', '', ({ bitsPerWeight }) => bitsPerWeight, decimals(0)),
    numberColumn<StageLayer>('stored', '', ({ storedBitsPerWeight }) => storedBitsPerWeight, decimals(2)),
    numberColumn<StageLayer>('bits of an index', '', ({ bitsPerIndex }) => bitsPerIndex, decimals(0)),
    numberColumn<StageLayer>('stored', '', ({ storedBitsPerIndex }) => storedBitsPerIndex, decimals(2)),
    numberColumn<StageLayer>('padding zeros', '', ({ paddingZeros }) => paddingZeros, decimals(0)),
    numberColumn<StageLayer>('bytes', '', ({ bytes }) => bytes, decimals(0)),
    numberColumn<StageLayer>('rate', 'x', ({ compressionRate }) => compressionRate, decimals(1)),
  ];
  return tableOf('layers', `Layers behind "${last.name}"`, columns, last.layers);
}

function errorText({ accuracy }: StageResult): string {
  return `${(100 * (1 - accuracy.top1)).toFixed(2)} %`;
}

/** A training: its stages, and the layers behind the last one. */
export function trainingDocument(result: TrainingResult): ReportDocument {
  const { name, seed, samples, stages, accounting, network, file, warnings, command, tool } = result;
  const [first, last] = [stages[0], stages[stages.length - 1]];
  return {
    name,
    title: `${name}, seed ${seed}`,
    origin: file,
    headline: `${errorText(last)} of the test samples are wrong behind "${last.name}" (${errorText(first)} behind "${first.name}"), in ${last.compressionRate.toFixed(1)} times fewer bytes than fp32`,
    figures: [
      ['samples learnt', String(samples.train)],
      ['samples tried', String(samples.test)],
      ['weights', String(network.weights)],
      ['bytes', String(last.bytes)],
    ],
    about: ABOUT,
    remarks: [`Bytes are ${accounting}.`],
    warnings,
    tables: [stageTable(result), layerTable(result)],
    background: [],
    command,
    tool,
  };
}
