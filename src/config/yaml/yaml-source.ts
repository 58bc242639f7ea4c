import { atPlace, type Fault, UserError } from '../../base/user-error.ts';
import {
  Composer,
  type Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  type YAMLParseError,
} from '../../base/yaml-package.ts';
import type { ConfigTree, ConfigValue } from './config-tree.ts';
import { readTree } from './yaml-tree.ts';

const MAX_DEPTH = 64;

/**
 * Reads one YAML document whose top is a mapping. Syntax errors throw a UserError with their places; repeated keys, tags and the like are
 * collected in the tree's `faults`, so that they can be told together with the faults of the content. Merge keys (<<) are understood;
 * aliases are counted as what they expand to, and too many are refused.
 */
export function parseYaml(text: string, file: string): ConfigTree {
  if (text.trim() === '')
    throw UserError.at({ file, line: 1, column: 1 }, 'expected a mapping of keys, the file is empty', 'EMPTY_FILE');
  const lines = new LineCounter();
  const document = compose(text, file, lines);
  if (!isMap(document.contents)) {
    throw UserError.at(
      { file, line: 1, column: 1 },
      `expected a mapping of keys such as \`name: value\`, found ${kindOf(document.contents)}`,
      'YAML_SHAPE',
    );
  }
  return readTree(document, document.contents, lines, file);
}

/** A value as typed behind `key=`: what YAML makes of it, or the text itself where that is no YAML of one value. */
export function parseYamlValue(text: string, file: string): ConfigValue {
  if (text.trim() === '' || (/: |:$| #|^[&*!|>@`%]/.test(text) && !/^["'[{]/.test(text))) return text;
  // Lines and columns would be those of a file that nobody wrote.
  return atPlace({ file }, () => {
    const tree = parseYaml(`value: ${text}`, file);
    if (tree.faults.length > 0) throw new UserError(tree.faults);
    return tree.root.value;
  });
}

function compose(text: string, file: string, lines: LineCounter): Document.Parsed {
  const documents = [
    ...new Composer({ version: '1.2', uniqueKeys: false, lineCounter: lines }).compose(
      tokens(text, file, lines),
      true,
      text.length,
    ),
  ];
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) throw new UserError(syntaxFaults(errors, text, file, lines));
  if (documents.length > 1)
    throw UserError.at(
      { file, ...position(documents[1].range[0], lines) },
      'expected one document, found a second behind `---`',
      'YAML_SYNTAX',
    );
  if (documents[0].directives.yaml.version !== '1.2') {
    throw UserError.at(
      { file, line: 1, column: 1 },
      `expected YAML 1.2, found %YAML ${documents[0].directives.yaml.version}`,
      'YAML_SYNTAX',
    );
  }
  return documents[0];
}

/** The tokens of the text; deep nesting is refused here, while it is still a list: composing a tree recurses. */
function* tokens(text: string, file: string, lines: LineCounter) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH) {
      throw UserError.at(
        { file, ...position(parser.offset, lines) },
        `expected at most ${MAX_DEPTH} levels of nesting`,
        'TOO_LARGE',
      );
    }
  }
  yield* parser.end();
}

/** One fault a line: what follows the first error of a line is mostly its echo. */
function syntaxFaults(errors: readonly YAMLParseError[], text: string, file: string, lines: LineCounter): Fault[] {
  const faults = new Map<number, Fault>();
  for (const error of errors) {
    const place = position(error.pos[0], lines);
    const source = text.slice(lines.lineStarts[place.line - 1], lines.lineStarts[place.line] ?? text.length);
    const space = /[\u00a0\u2007\u202f]/.exec(source)?.[0];
    const hint =
      space === undefined
        ? ''
        : `; the line holds a no-break space (U+${space.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}), write a plain one`;
    const message = error.message.split('\n')[0].replace(/:?$/, '');
    if (!faults.has(place.line))
      faults.set(place.line, { place: { file, ...place }, message: `${message}${hint}`, code: 'YAML_SYNTAX' });
  }
  return [...faults.values()].slice(0, 10);
}

function position(offset: number, lines: LineCounter): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function kindOf(node: Node | null): string {
  return isSeq(node) ? 'a list' : isScalar(node) ? `the text "${String(node.value).slice(0, 40)}"` : 'nothing';
}
