/** A value of a Python literal as headers of numpy have it; a tuple and a list are both lists. */
export type PythonValue = string | number | boolean | null | readonly PythonValue[] | ReadonlyMap<string, PythonValue>;

/** Deeper structured types are none that numbers come from. */
const DEEPEST = 32;

/**
 * Reads a Python literal of dictionaries with names, tuples, lists, text, whole numbers (an L of Python 2 behind them), True, False and None.
 * @throws SyntaxError with the position of what is none
 */
export function parsePythonLiteral(text: string): PythonValue {
  let at = 0;
  const fail = (expected: string): never => {
    const found = at < text.length ? `"${text.slice(at, at + 20)}"` : 'the end';
    throw new SyntaxError(`position ${at}: expected ${expected}, found ${found}`);
  };
  const skip = (): void => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const take = (sign: string): boolean => {
    skip();
    if (text[at] !== sign) return false;
    at++;
    return true;
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const quoted = (): string => {
    const found = match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y) ?? fail('text in quotes');
    return found.slice(1, -1).replace(/\\(.)/g, '$1');
  };
  const list = (end: string, depth: number): PythonValue[] => {
    const values: PythonValue[] = [];
    while (!take(end)) {
      values.push(value(depth));
      if (!take(',')) return take(end) ? values : fail(`"," or "${end}"`);
    }
    return values;
  };
  const mapping = (depth: number): ReadonlyMap<string, PythonValue> => {
    const entries = new Map<string, PythonValue>();
    while (!take('}')) {
      skip();
      const key = quoted();
      if (entries.has(key)) fail(`"${key}" once`);
      if (!take(':')) fail('":"');
      entries.set(key, value(depth));
      if (!take(',')) return take('}') ? entries : fail('"," or "}"');
    }
    return entries;
  };
  const value = (depth: number): PythonValue => {
    if (depth > DEEPEST) fail('a value that lies less deep');
    if (take('{')) return mapping(depth + 1);
    if (take('(')) return list(')', depth + 1);
    if (take('[')) return list(']', depth + 1);
    if (text[at] === "'" || text[at] === '"') return quoted();
    const word = match(/True|False|None|-?\d+(?=L?(?![\w.]))/y) ?? fail('a value');
    if (word === 'True' || word === 'False') return word === 'True';
    if (word === 'None') return null;
    if (text[at] === 'L') at++;
    return Number(word);
  };
  const read = value(0);
  skip();
  return at === text.length ? read : fail('the end');
}
