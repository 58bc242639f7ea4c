// Rewrites every committed result: reports/*, the expected.json of each example, the reference sets of papers and DEVIATIONS.md. Look at the difference before you commit it.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviationsText } from '../src/reproduce/deviations/deviations-text.ts';
import { referenceFile, referenceText } from '../src/reproduce/reference-set.ts';
import { examples, expectedOf, type Golden, keptFiles, pick, prepare, reports } from '../test/golden/goldens.ts';
import {
  LAB,
  LAB_DOCUMENTS,
  labDocument,
  labFolder,
  labMisses,
  labPictures,
  labSteps,
  lineLike,
} from '../test/golden/lab.ts';
import { PAPER_FILES, paperFolder, recomputedPapers, writePaper } from '../test/golden/papers.ts';
import { runCli } from '../test/run-cli.ts';

/** Copies what is committed of a folder that was written, in place of what was there. */
function replace(folder: string, made: string, keep: RegExp): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  for (const file of keptFiles(made, keep)) cpSync(join(made, file), join(folder, file));
  rmSync(made, { recursive: true });
  console.log(folder);
}

/** Recomputes the papers: first their reference sets, for the reports tell what moved. */
async function rewritePapers(): Promise<void> {
  for (const result of await recomputedPapers())
    writeFileSync(referenceFile(result.document.name), referenceText(result));
  const papers = await recomputedPapers();
  writeFileSync('DEVIATIONS.md', deviationsText(papers));
  for (const result of papers) {
    const made = mkdtempSync(join(tmpdir(), 'picojoule-golden-'));
    await writePaper(result, made);
    replace(paperFolder(result), made, PAPER_FILES);
  }
}

/** Runs the command, replaces the committed files by those that it wrote, and returns what it printed. */
async function rewrite({ folder, argv, keep }: Golden, ...more: string[]): Promise<string> {
  const made = mkdtempSync(join(tmpdir(), 'picojoule-golden-'));
  const { code, out, err } = await runCli(...argv, ...more, '--out', made);
  if (code !== 0) throw new Error(`picojoule ${argv.join(' ')} ended with ${code}:\n${err}`);
  replace(folder, made, keep);
  return out;
}

/** The explorer's page, with today's program in it. */
async function rewriteExplorer(): Promise<void> {
  const { code, err } = await runCli('explore', '--out', 'reports/explorer/index.html');
  if (code !== 0) throw new Error(err);
  console.log('reports/explorer');
}

const [only] = process.argv.slice(2);
if (only === undefined || only === 'explorer') await rewriteExplorer();
if (only === undefined || only === 'papers') await rewritePapers();
if (only === 'lab') await rewriteLab();
if (only !== undefined) process.exit();
for (const report of reports) await rewrite(report);
for (const example of examples()) {
  if (example.missing !== undefined) {
    console.log(`${example.folder}: skipped, ${example.missing} is not installed`);
    continue;
  }
  prepare(example);
  const [first, ...sweeps] = example.reports;
  const record: unknown = JSON.parse(await rewrite(first, '--json'));
  for (const sweep of sweeps) await rewrite(sweep);
  writeFileSync(
    join(example.folder, 'expected.json'),
    `${JSON.stringify(pick(record, expectedOf(example)), null, 2)}\n`,
  );
}
if (labMisses === undefined) await rewriteLab();
else console.log(`${LAB}: skipped, ${labMisses} is not installed`);

/** Runs the lab and puts what its commands print and draw into its documents. */
async function rewriteLab(): Promise<void> {
  const { at, run } = labFolder();
  for (const name of LAB_DOCUMENTS) {
    let text = labDocument(name);
    for (const { command, shown } of labSteps(text)) {
      const output = await run(command);
      for (const line of shown) text = text.replace(`\n${line}\n`, () => `\n${lineLike(line, output) ?? line}\n`);
    }
    writeFileSync(join(LAB, name), text);
    for (const picture of labPictures(text)) cpSync(join(at, picture), join(LAB, 'pictures', picture));
  }
  rmSync(at, { recursive: true });
  console.log(LAB);
}
