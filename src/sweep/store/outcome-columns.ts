import type { Outcome } from './outcome.ts';
import { PointWarnings } from './point-warnings.ts';

/** What few points have beside their metrics. */
type Extras = Pick<Outcome, 'layers' | 'doubtful' | 'error'>;

/** Outcomes of many points, a column for each metric: a million points are a few numbers each until the record is made. */
export class OutcomeColumns {
  readonly #names: readonly string[];
  readonly #axes: (index: number) => Outcome['axes'];
  readonly #indices: number[] = [];
  /** NaN for a metric that has no value. */
  readonly #metrics: readonly number[][];
  readonly #extras = new Map<number, Extras>();
  readonly warnings = new PointWarnings();
  #latest: readonly string[] | undefined;
  #failed = 0;

  constructor(metrics: readonly string[], axes: (index: number) => Outcome['axes']) {
    this.#names = metrics;
    this.#axes = axes;
    this.#metrics = metrics.map(() => []);
  }

  get size(): number {
    return this.#indices.length;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Gives the outcome back with those of its warnings alone that none before it had: all that a journal has to hold. */
  add(outcome: Outcome): Outcome {
    const { index, metrics, layers, doubtful, error, warnings = [] } = outcome;
    this.#indices.push(index);
    for (let k = 0; k < this.#names.length; k++) this.#metrics[k].push(metrics[this.#names[k]] ?? Number.NaN);
    if (error !== undefined) this.#failed++;
    if (layers !== undefined || doubtful !== undefined || error !== undefined)
      this.#extras.set(index, {
        ...(layers && { layers }),
        ...(doubtful && { doubtful }),
        ...(error !== undefined && { error }),
      });
    if (warnings.length === 0) return outcome;
    const { warnings: _, ...rest } = outcome;
    // thousands of points have the very same list
    if (warnings === this.#latest) return rest;
    this.#latest = warnings;
    const news = warnings.filter((warning) => this.warnings.add(warning));
    return news.length === 0 ? rest : { ...rest, warnings: news };
  }

  /** The outcomes in the order of the points, without their warnings. */
  inOrder(): Outcome[] {
    const outcomes: Outcome[] = [];
    for (const place of this.#placesInOrder()) {
      const index = this.#indices[place];
      const extras = this.#extras.get(index);
      const metrics: Record<string, number | null> = {};
      if (extras?.error === undefined)
        for (let k = 0; k < this.#names.length; k++) {
          const value = this.#metrics[k][place];
          metrics[this.#names[k]] = Number.isNaN(value) ? null : value;
        }
      const outcome = { index, axes: this.#axes(index), metrics };
      outcomes.push(extras === undefined ? outcome : { ...outcome, ...extras });
    }
    return outcomes;
  }

  /** Where the points stand in the columns, in their own order: mostly that in which they came. */
  #placesInOrder(): Uint32Array {
    const indices = this.#indices;
    const places = Uint32Array.from({ length: indices.length }, (_, place) => place);
    return places.every((place) => place === 0 || indices[place - 1] < indices[place])
      ? places
      : places.toSorted((a, b) => indices[a] - indices[b]);
  }
}
