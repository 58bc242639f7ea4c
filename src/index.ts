export { VERSION } from '../generated/version.ts';
export { type Files, memoryFiles } from './base/files/files.ts';
export { NUMBER_FORMATS, numberFormatNamed } from './base/number-format.ts';
export { type Fault, formatFault, type Place, UserError } from './base/user-error.ts';
export { catalogue } from './catalogue.ts';
export { checkAnyFile as checkFile } from './check/check-use.ts';
export { expectKind } from './check/expect-kind.ts';
export { jsonSchema, resultSchema } from './check/json-schema.ts';
export { compareResults } from './compare/compare-results.ts';
export type { Comparison } from './compare/comparison.ts';
export { readResult, type StoredResult } from './compare/read-result.ts';
export { worsened } from './compare/worsened.ts';
export type { CompressionRules } from './compress/compress-layers.ts';
export {
  type Counted,
  compressInSteps,
  compressNetwork,
  type NetworkCompression,
} from './compress/compress-network.ts';
export { type LayerCompression, totalCompression } from './compress/compression-report.ts';
export { decode } from './compress/decode.ts';
export { passesBefore } from './compress/prune.ts';
export { chargeReference, parseActionCounts } from './config/accelergy/action-counts.ts';
export { costTableEnergy, parseCostTable } from './config/accelergy/cost-table.ts';
export { parseReferenceTable } from './config/accelergy/reference-table.ts';
export { type DramPart, dramPart, dramPartNames } from './config/dram-parts.ts';
export type { EnergyRow, EnergyTable } from './config/energy/energy-table.ts';
export type { CompressionConfig } from './config/network/network.ts';
export type { Platform } from './config/platform/platform.ts';
export { charge, type PriceMap, priceMap } from './energy/charge.ts';
export type { CostReport } from './energy/cost/cost-report.ts';
export { costOf } from './energy/cost-of.ts';
export type { ActionPrice, EnergyReport } from './energy/energy-report.ts';
export { type AreaReport, areaOf } from './energy/models/area.ts';
export { type PowerBreakdown, powerBreakdown } from './energy/power-breakdown.ts';
export { priceActions, priceCounts } from './energy/price-actions.ts';
export { type DramParameters, type DramResult, dramParameters, simulateDram } from './energy/simulate-dram.ts';
export { entriesPerLine } from './machines/eie/weights/layer-bits.ts';
export { hardwareTemplate, machineTemplate } from './machines/hardware-template.ts';
export type { Hardware } from './machines/index.ts';
export type { LayerSteps } from './machines/steps.ts';
export type { Timeline } from './machines/timeline.ts';
export { checkLayer } from './network/check-layer.ts';
export { writeCompressed } from './network/compressed/write-compressed.ts';
export { generateLayer } from './network/generate.ts';
export type { ImportOptions } from './network/importers/importer.ts';
export { IMPORTERS } from './network/importers/index.ts';
export { fileBytesOf, type Inspection } from './network/inspect.ts';
export type { InterleavedStreams as EncodedStreams } from './network/interleaved-streams.ts';
export type { Layer, Network, WeightMatrix } from './network/layer.ts';
export type { WeightSource } from './network/weight-source.ts';
export { memory, setMemoryLimit } from './node/memory.ts';
export {
  loadEnergyTable,
  loadEnergyTableText,
  loadHardware,
  loadHardwareText,
  loadHardwareWithOrigins,
  loadNetworkConfig,
  loadNetworkText,
  loadPlatform,
} from './node/read-configs.ts';
export {
  importWeights,
  inspectFile,
  loadLadder,
  loadMachines,
  loadNetwork,
  loadWeights,
  multipliersOfConfig,
  openNetwork,
  openNetworkWeights,
  readInputs,
  readLabels,
  readWeights,
} from './node/read-networks.ts';
export { chartSpecs } from './report/chart-specs.ts';
export type { ChartSpec } from './report/charts/chart.ts';
export { chartsLeaveOut } from './report/charts-leave-out.ts';
export { meansChart } from './report/draw-charts.ts';
export { writeExplorer } from './report/explorer/write-explorer.ts';
export { type CompressedFile, compressedFile } from './report/files/compressed-file.ts';
export { requireOwn } from './report/files/file-list.ts';
export { writeNewBytes } from './report/files/write-new-bytes.ts';
export { writeNewFile } from './report/files/write-new-file.ts';
export { plotResult } from './report/plot-result.ts';
export { onlyLayer } from './report/records/only-layer.ts';
export { readRecord } from './report/records/read-record.ts';
export { renderReport } from './report/render-report.ts';
export { renderPapers } from './report/reproduction/papers-text.ts';
export { renderCompression } from './report/tables/compression-table.ts';
export { renderCost } from './report/tables/cost-table.ts';
export { renderInspection } from './report/tables/inspection-table.ts';
export { renderPower } from './report/tables/power-table.ts';
export { renderTraining } from './report/tables/training-table.ts';
export { renderCycles, renderTerm } from './report/text/explanation-text.ts';
export { jsonPieces, jsonText } from './report/text/json-text.ts';
export { parseFormats, writeResult, writeTimeline } from './report/write-result.ts';
export { paperDocuments, paperNamed } from './reproduce/documents.ts';
export type { GivenFiles, PaperDocument } from './reproduce/paper-document.ts';
export type { ReproductionResult } from './reproduce/record.ts';
export { type ReproduceOptions, reproducePaper } from './reproduce/reproduce.ts';
export { movedColumns } from './reproduce/section.ts';
export { chargeRun } from './run/charge-run.ts';
export { encodeMatrix as encode } from './run/encode-matrix.ts';
export { type ExplainedCycles, explainCycles, explainLayers, termNamed } from './run/explain.ts';
export { compressionAccuracy, type LabelledInputs } from './run/graph/compression-accuracy.ts';
export { runLadder } from './run/ladder/ladder.ts';
export type { LadderResult, LadderRung } from './run/ladder/ladder-result.ts';
export type { NetworkOptions } from './run/load/network-options.ts';
export { compareMachinesInterruptibly as compareMachines } from './run/machines/compare-machines.ts';
export type { MachinesResult } from './run/machines/machines-result.ts';
export { layerSteps, type PricedSteps } from './run/one-layer/layer-steps.ts';
export { layerTimeline } from './run/one-layer/layer-timeline.ts';
export { type RunLayer, simulateLayer } from './run/one-layer/run-layer.ts';
export { measuredBeside } from './run/platforms/measured-beside.ts';
export type { LayerResult, RunResult, Totals } from './run/result.ts';
export { runNetwork, runNetworkInterruptibly } from './run/run-network.ts';
export type { RunOptions } from './run/run-options.ts';
export type { DramCommand, DramRequest } from './simulate/dram/dram-requests.ts';
export type { LayerCounts } from './simulate/layer-counts.ts';
export { compressInWorkers } from './sweep/compress-in-workers.ts';
export type { SweepConfig } from './sweep/config/sweep.ts';
export { mergeShards, shardFolder } from './sweep/merge-shards.ts';
export { loadCheckedSweep as loadSweep } from './sweep/plan/load-checked-sweep.ts';
export { runInWorkers } from './sweep/run-in-workers.ts';
export { runSweep, type SweepOptions, type SweepRun } from './sweep/run-sweep.ts';
export { type SlurmRequest, submitToSlurm } from './sweep/slurm/submit-to-slurm.ts';
export type { SweepPoint, SweepResult } from './sweep/sweep-result.ts';
export { loadTraining } from './train/config/read-training.ts';
export { runTraining, type Training, type TrainingOptions } from './train/run/run-training.ts';
export { TRAINING_FILES, trainingFiles } from './train/run/training-files.ts';
export type { TrainingResult } from './train/run/training-result.ts';
