/** One step of an instance name: `spad[1..168]` is spad, 1 to 168; `spad` has no range. */
interface Step {
  readonly base: string;
  readonly range: readonly [number, number] | null;
}

/** Steps of a dotted instance name; the dots of a range `[0..2]` are no steps. */
function stepsOf(name: string): Step[] {
  return (name.match(/[^.[\]]+(?:\[[^\]]*\])?/g) ?? []).map((text) => {
    const ranged = /^(.+)\[(\d+)(?:\.\.(\d+))?\]$/.exec(text);
    if (ranged === null) return { base: text, range: null };
    const first = Number(ranged[2]);
    return { base: ranged[1], range: [first, Number(ranged[3] ?? first)] };
  });
}

/** Whether `table` (which may hold ranges) stands for the instances that `asked` names; a name without a range asks for any of them. */
export function coversName(table: string, asked: string): boolean {
  const [have, want] = [stepsOf(table), stepsOf(asked)];
  return have.length === want.length && have.every((step, k) => coversStep(step, want[k]));
}

function coversStep(have: Step, want: Step): boolean {
  if (have.base !== want.base) return false;
  if (want.range === null) return true;
  return have.range !== null && have.range[0] <= want.range[0] && want.range[1] <= have.range[1];
}
