import { VERSION } from '../../../generated/version.ts';
import { UserError } from '../../base/user-error.ts';
import { FLAT_PART } from '../../config/dram-parts.ts';
import { byCategory, charge, sumReports } from '../../energy/charge.ts';
import type { EnergyReport } from '../../energy/energy-report.ts';
import { memoryCost } from '../../energy/models/sram.ts';
import { priceCounts } from '../../energy/price-actions.ts';
import type { Eie } from '../../machines/eie/hardware.ts';
import type { Hardware } from '../../machines/index.ts';
import type { Network } from '../../network/layer.ts';
import { inferenceCount } from '../inference-count.ts';
import type { LadderMachine, PricedMachine } from '../load/load-ladder.ts';
import type { RunResult } from '../result.ts';
import { runNetwork } from '../run-network.ts';
import type { RunOptions } from '../run-options.ts';
import { ladderClaims } from './ladder-claims.ts';
import type { LadderReason, LadderResult, LadderRung, RungCost } from './ladder-result.ts';

/**
 * Runs a network on every machine of the ladder and tells what each rung saves in time and energy, with DRAM charged flat (640 pJ per 32 bits)
 * and as a stream of the machine's part. A rung is simulated once: both charges are of the same counts.
 */
export function runLadder(
  machines: readonly LadderMachine[],
  network: Network,
  onRung: (name: string, done: number, of: number) => void = () => {},
  options: Pick<RunOptions, 'memory'> = {},
): LadderResult {
  const warnings = new Set<string>();
  const rungs: LadderRung[] = [];
  let inferences = 1;
  const climb = (machine: PricedMachine, before: LadderRung | undefined): LadderRung => {
    const result = runNetwork(machine.hardware, network, machine.table, options);
    for (const warning of result.warnings) warnings.add(warning);
    inferences = inferenceCount(result);
    return rungOf(machine, result, before);
  };
  for (const [done, machine] of machines.entries()) {
    onRung(machine.hardware.name, done, machines.length);
    rungs.push(climb(machine, rungs.at(-1)));
  }
  const arrays = machines.flatMap(({ array }, k) =>
    array === undefined ? [] : [{ rung: rungs[k].name, ...climb(array, rungs[k]) }],
  );
  const shared = machines.find(({ alone }) => alone !== undefined)?.alone;
  const sharedAlone = shared && climb(shared, undefined);
  const last = rungs.at(-1);
  if (last === undefined) throw UserError.at({ path: 'ladder' }, 'expected at least one machine, found none', 'RANGE');
  const { name, file, seed } = network;
  return {
    schemaVersion: 1,
    kind: 'ladder',
    tool: { name: 'picojoule', version: VERSION },
    network: { name, file, seed, ...(inferences > 1 && { inferences }) },
    rungs,
    ...(arrays.length > 0 && { arrays }),
    ...(sharedAlone && { claims: ladderClaims({ rungs, sharedAlone, last: machines[machines.length - 1].hardware }) }),
    floorPj: last.stream.energyPj.arithmetic,
    reason: reasonOf(rungs, machines[machines.length - 1].hardware),
    warnings: [...warnings],
  };
}

function rungOf(machine: PricedMachine, { layers, totals }: RunResult, before: LadderRung | undefined): LadderRung {
  const { hardware, table } = machine;
  const flat = { ...hardware, dram: { ...hardware.dram, part: FLAT_PART } };
  const prices = priceCounts(flat, table, layers).byName;
  const flatEnergy = sumReports(layers.map(({ name, actionCounts }) => charge(actionCounts, prices, name)));
  return {
    name: hardware.name,
    file: hardware.file,
    cycles: totals.cycles,
    timeUs: totals.timeUs,
    timeFactor: before === undefined ? null : before.timeUs / totals.timeUs,
    multiplyAccumulates: totals.multiplyAccumulates,
    dramBytes: layers.reduce((bytes, { dram }) => bytes + (dram?.chargedBytes ?? 0), 0),
    flat: costOf(FLAT_PART, flatEnergy, before?.flat),
    stream: costOf(hardware.dram.part, totals.energyPj, before?.stream),
  };
}

function costOf(dramPart: string, report: EnergyReport, before: RungCost | undefined): RungCost {
  const energyPj = { total: report.total, ...byCategory((category) => report[category]) };
  const memoryPj = energyPj.sram + energyPj.dram;
  return {
    dramPart,
    energyPj,
    memoryPj,
    memoryFactor: before === undefined ? null : before.memoryPj / memoryPj,
    totalFactor: before === undefined ? null : before.energyPj.total / energyPj.total,
  };
}

/** Energy of one weight bit from each memory. The stream is measured on the last rung that reads DRAM. */
function reasonOf(rungs: readonly LadderRung[], hardware: Hardware): LadderReason {
  const { sparseMatrix } = (hardware as Eie).memories; // every rung is one
  const streaming = rungs.findLast((rung) => rung.dramBytes > 0);
  const perBit = (pj: number): number => pj / (8 * streaming!.dramBytes);
  const flatDramPjPerBit = 640 / 32;
  const streamDramPjPerBit = streaming === undefined ? null : perBit(streaming.stream.energyPj.dram);
  const sramPjPerBit = memoryCost(hardware, 'sparseMatrix').readPj / sparseMatrix.widthBits;
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
      `The paper sets 640 pJ for 32 bits of DRAM against 5 pJ for 32 bits of a small SRAM: 128 times. The sparse-matrix memory (${sparseMatrix.capacityBytes / 1024} KiB) ` +
      `takes ${sramPjPerBit.toFixed(2)} pJ per bit, so the flat 20 pJ per bit is ${times(flatDramPjPerBit)} times as much.${stream}`,
  };
}
