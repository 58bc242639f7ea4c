import { packageVersion } from '../base/package-root.ts';
import { UserError } from '../base/user-error.ts';
import type { Hardware } from '../config/hardware.ts';
import { charge, priceMap, sumReports } from '../energy/charge.ts';
import type { EnergyReport } from '../energy/energy-report.ts';
import { memoryCost } from '../energy/models/sram.ts';
import { priceCounts } from '../energy/price-actions.ts';
import type { Network } from '../network/layer.ts';
import { FLAT_PART } from '../simulate/dram-parts.ts';
import type { LayerCounts } from '../simulate/run-counts.ts';
import { simulateLayer } from '../simulate/simulate-layer.ts';
import { placeWeights } from '../simulate/stream-weights.ts';
import type { LadderReason, LadderResult, LadderRung, RungCost } from './ladder-result.ts';
import { microseconds } from './layer-result.ts';
import type { LadderMachine } from './load-ladder.ts';
import { streamsFor } from './streams-for.ts';

/** A rung with what was counted on it. */
interface CountedRung {
  readonly machine: LadderMachine;
  readonly layers: readonly { readonly name: string; readonly counts: LayerCounts }[];
  readonly warnings: readonly string[];
}

/**
 * Runs a network on every machine of the ladder and tells what each rung saves in time and energy, with DRAM charged flat (640 pJ per 32 bits)
 * and as a stream of the machine's part. A rung is simulated once: both charges are of the same counts.
 */
export function runLadder(
  machines: readonly LadderMachine[],
  network: Network,
  onRung: (name: string, done: number, of: number) => void = () => {},
): LadderResult {
  const warnings = new Set<string>();
  const rungs: LadderRung[] = [];
  for (const [done, machine] of machines.entries()) {
    onRung(machine.hardware.name, done, machines.length);
    const counted = countRung(machine, network);
    rungs.push(rungOf(counted, rungs.at(-1), warnings));
  }
  const last = rungs.at(-1);
  if (last === undefined) throw UserError.at({ path: 'ladder' }, 'expected at least one machine, found none', 'RANGE');
  const { name, file, seed } = network;
  return {
    schemaVersion: 1,
    tool: { name: 'picojoule', version: packageVersion() },
    network: { name, file, seed },
    rungs,
    floorPj: last.stream.energyPj.arithmetic,
    reason: reasonOf(rungs, machines[machines.length - 1].hardware),
    warnings: [...warnings],
  };
}

function countRung(machine: LadderMachine, network: Network): CountedRung {
  const placed = network.layers.map((layer) => {
    const streams = streamsFor(layer, machine.hardware);
    const counts = simulateLayer(layer, streams, machine.hardware);
    return { name: layer.name, ...placeWeights(layer, streams, machine.hardware, counts) };
  });
  return { machine, layers: placed, warnings: placed.flatMap(({ warnings }) => warnings) };
}

function rungOf(rung: CountedRung, before: LadderRung | undefined, warnings: Set<string>): LadderRung {
  const { hardware, claim } = rung.machine;
  const sum = (value: (counts: LayerCounts) => number): number =>
    rung.layers.reduce((total, { counts }) => total + value(counts), 0);
  const cycles = sum((counts) => counts.cycles);
  const timeUs = microseconds(cycles, hardware.clockHz);
  for (const warning of rung.warnings) warnings.add(warning);
  return {
    name: hardware.name,
    file: hardware.file,
    claim,
    cycles,
    timeUs,
    timeFactor: before === undefined ? null : before.timeUs / timeUs,
    multiplyAccumulates: sum((counts) => counts.multiplyAccumulates),
    dramBytes: sum((counts) => counts.dram?.chargedBytes ?? 0),
    flat: costOfRung(rung, FLAT_PART, before?.flat, warnings),
    stream: costOfRung(rung, hardware.dram.part, before?.stream, warnings),
  };
}

function costOfRung(
  rung: CountedRung,
  dramPart: string,
  before: RungCost | undefined,
  warnings: Set<string>,
): RungCost {
  const hardware: Hardware = { ...rung.machine.hardware, dram: { ...rung.machine.hardware.dram, part: dramPart } };
  const layers = rung.layers.map(({ name, counts }) => ({ name, actionCounts: counts.actionCounts }));
  const priced = priceCounts(hardware, rung.machine.table, layers);
  for (const warning of priced.warnings) warnings.add(warning);
  const prices = priceMap(priced.prices);
  const energyPj = categoriesOf(sumReports(layers.map(({ name, actionCounts }) => charge(actionCounts, prices, name))));
  const memoryPj = energyPj.sram + energyPj.dram;
  return {
    dramPart,
    energyPj,
    memoryPj,
    memoryFactor: before === undefined ? null : before.memoryPj / memoryPj,
    totalFactor: before === undefined ? null : before.energyPj.total / energyPj.total,
  };
}

function categoriesOf(report: EnergyReport): RungCost['energyPj'] {
  const { total, arithmetic, sram, dram, registers, control, leakage } = report;
  return { total, arithmetic, sram, dram, registers, control, leakage };
}

/** Energy of one weight bit from each memory. The stream is measured on the last rung that reads DRAM. */
function reasonOf(rungs: readonly LadderRung[], hardware: Hardware): LadderReason {
  const streaming = rungs.findLast((rung) => rung.dramBytes > 0);
  const perBit = (pj: number): number => pj / (8 * streaming!.dramBytes);
  const flatDramPjPerBit = 640 / 32;
  const streamDramPjPerBit = streaming === undefined ? null : perBit(streaming.stream.energyPj.dram);
  const sramPjPerBit = memoryCost(hardware, 'sparseMatrix').readPj / hardware.memories.sparseMatrix.widthBits;
  const times = (dram: number): string => (dram / sramPjPerBit).toFixed(0);
  const stream =
    streamDramPjPerBit === null
      ? ''
      : ` A weight stream from ${hardware.dram.part} opens each row once and moves whole bursts: ${streamDramPjPerBit.toFixed(1)} pJ per bit, ${times(streamDramPjPerBit)} times the SRAM.`;
  return {
    flatDramPjPerBit,
    streamDramPjPerBit,
    sramPjPerBit,
    text:
      `The paper sets 640 pJ for 32 bits of DRAM against 5 pJ for 32 bits of a small SRAM: 128 times. The sparse-matrix memory (${hardware.memories.sparseMatrix.capacityBytes / 1024} KiB) ` +
      `takes ${sramPjPerBit.toFixed(2)} pJ per bit, so the flat 20 pJ per bit is ${times(flatDramPjPerBit)} times as much.${stream}`,
  };
}
