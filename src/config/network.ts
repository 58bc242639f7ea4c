/** A layer to be generated: its densities are met exactly by count, round(density x size). */
export interface GenerateConfig {
  readonly rows: number;
  readonly columns: number;
  readonly weightDensity: number;
  readonly activationDensity: number;
  /** Shared values of the codebook, code 0 (padding) not counted; null: as many as the hardware's codes hold. */
  readonly codebookValues: number | null;
  /** null: derived from the network's seed. */
  readonly seed: number | null;
}

/** One layer of a network config, with exactly one source (today: generate). */
export interface LayerConfig {
  readonly name: string;
  readonly kind: 'fullyConnected';
  readonly generate?: GenerateConfig;
  /** A time that a paper gives for the layer. */
  readonly published?: { readonly timeUs: number; readonly source: string };
}

/** A network as its YAML describes it; nothing is generated or read yet. */
export interface NetworkConfig {
  readonly name: string;
  /** Base name of the file it was read from. */
  readonly file: string;
  readonly seed: number;
  readonly layers: readonly LayerConfig[];
}
