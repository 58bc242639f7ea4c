import { UserError } from '../../../base/user-error.ts';

/** A message of protobuf's text format: each field with all its values, in order. */
export type TextMessage = ReadonlyMap<string, readonly TextValue[]>;
export type TextValue = string | number | TextMessage;

interface Token {
  readonly text: string;
  readonly line: number;
}

/**
 * Parses protobuf text format as Caffe writes it: `name: value`, `name { ... }`, # comments.
 * @throws UserError with the line of the first fault
 */
export function parsePrototxt(file: string, text: string): TextMessage {
  const tokens = tokenize(file, text);
  const { message, next } = parseFields(file, tokens, 0, false);
  if (next < tokens.length) throw fault(file, tokens[next].line, `unexpected "${tokens[next].text}"`);
  return message;
}

function tokenize(file: string, text: string): Token[] {
  const tokens: Token[] = [];
  text.split('\n').forEach((lineText, index) => {
    for (const [token] of lineText.matchAll(/#.*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{}:;,]|[\w.+-]+|\S/g)) {
      if (token.startsWith('#') || token === ';' || token === ',') continue;
      if (/^["'](?:.?$|.*[^"']$)/.test(token) || !/^[\w.+\-"'{}:]/.test(token))
        throw fault(file, index + 1, `unexpected "${token}"`);
      tokens.push({ text: token, line: index + 1 });
    }
  });
  return tokens;
}

function parseFields(
  file: string,
  tokens: readonly Token[],
  start: number,
  inBraces: boolean,
): { message: TextMessage; next: number } {
  const message = new Map<string, TextValue[]>();
  let at = start;
  while (at < tokens.length && tokens[at].text !== '}') {
    const { text: name, line } = tokens[at++];
    if (!/^\w+$/.test(name)) throw fault(file, line, `expected a field name, found "${name}"`);
    const colon = tokens[at]?.text === ':';
    if (colon) at++;
    const token = tokens[at];
    if (token === undefined || (!colon && token.text !== '{') || token.text === '}' || token.text === ':')
      throw fault(file, line, `field "${name}" has no value`);
    let value: TextValue;
    if (token.text === '{') ({ message: value, next: at } = parseFields(file, tokens, at + 1, true));
    else {
      value = scalar(token.text);
      at++;
    }
    message.set(name, [...(message.get(name) ?? []), value]);
  }
  if (!inBraces) return { message, next: at };
  if (at >= tokens.length) throw fault(file, tokens.at(-1)!.line, 'expected "}", found the end of the file');
  return { message, next: at + 1 };
}

function scalar(text: string): string | number {
  if (text[0] === '"' || text[0] === "'") return text.slice(1, -1);
  return /^[+-]?[\d.]/.test(text) ? Number(text) : text;
}

function fault(file: string, line: number, message: string): UserError {
  return UserError.at({ file, line }, message, 'PROTOTXT');
}
