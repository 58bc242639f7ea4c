import { once } from '../../base/memo.ts';
import type { Steps } from '../../base/steps.ts';
import type { MultiplyAll } from '../../network/graph/operators/operator.ts';

/** Products that an execution waits for. */
interface Asked {
  readonly layer: string;
  readonly inputs: readonly Float32Array[];
  /** Which of the executions it is. */
  readonly by: number;
  /** Gives the outputs, or throws where there are none: in the execution that asked, which knows the node. */
  answer?: () => readonly Float32Array[];
}

/** Outputs of a layer for the inputs of some executions, one behind the other for each; `by`: which executions they are. */
export type ProductsOf = (
  layer: string,
  parts: readonly (readonly Float32Array[])[],
  by: readonly number[],
) => readonly Float32Array[];

/**
 * Executions side by side: each goes on until it needs products of a weight layer; once all wait, those that wait for the same layer get theirs together.
 */
export function* productsTogether<Input, Result>(
  inputs: readonly Input[],
  execute: (input: Input, multiply: MultiplyAll) => Steps<Result>,
  products: ProductsOf,
): Steps<Result[]> {
  const asked: (Asked | undefined)[] = inputs.map(() => undefined);
  const results: Result[] = [];
  const runs = inputs.map((input, at) => execute(input, multiplyOf(asked, at)));
  const running = new Set(runs.keys());
  while (running.size > 0) {
    for (const at of running) {
      while (asked[at] === undefined) {
        const { done, value } = runs[at].next();
        if (done !== true) continue;
        results[at] = value;
        running.delete(at);
        break;
      }
    }
    serve(
      asked.filter((one) => one !== undefined),
      products,
    );
    asked.fill(undefined);
    yield;
  }
  return results;
}

function multiplyOf(asked: (Asked | undefined)[], at: number): MultiplyAll {
  return function* (layer, inputs) {
    const own: Asked = { layer, inputs: Array.from(inputs, (input) => input.slice()), by: at };
    asked[at] = own;
    while (own.answer === undefined) yield;
    return own.answer();
  };
}

/** Does what is asked for, layer by layer. */
function serve(asked: readonly Asked[], products: ProductsOf): void {
  for (const name of new Set(asked.map(({ layer }) => layer))) {
    const alike = asked.filter(({ layer }) => layer === name);
    const outputs = once(() =>
      products(
        name,
        alike.map(({ inputs }) => inputs),
        alike.map(({ by }) => by),
      ),
    );
    for (const [k, one] of alike.entries())
      one.answer = () => {
        const rows = outputs()[k].length / one.inputs.length;
        return one.inputs.map((_, n) => outputs()[k].subarray(n * rows, (n + 1) * rows));
      };
  }
}
