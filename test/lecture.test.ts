import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { LAB, LAB_DOCUMENTS, labDocument, labFolder, labMisses, labPictures, labSteps } from './golden/lab.ts';

test('every command of the lab runs, prints what README and ANSWERS show, and draws their pictures', async (t) => {
  t.timeout(600_000);
  if (labMisses !== undefined) {
    t.log(`skipped: ${labMisses} is not installed`);
    t.pass();
    return;
  }
  const { at, run } = labFolder();
  for (const name of LAB_DOCUMENTS) {
    for (const { command, shown } of labSteps(labDocument(name))) {
      const lines = new Set((await run(command)).split('\n').map((line) => line.trimEnd()));
      for (const line of shown) t.true(lines.has(line), `${name}: ${command} does not print "${line}"`);
    }
    for (const picture of labPictures(labDocument(name)))
      t.is(
        readFileSync(join(at, picture), 'utf8'),
        readFileSync(join(LAB, 'pictures', picture), 'utf8'),
        `${picture} differs; run \`npm run golden\` and look at the difference`,
      );
  }
});

test('figures in bold of an answer stand in the output above them', (t) => {
  const answers = labDocument('ANSWERS.md').split(/^## /m).slice(1);
  const questions = [...labDocument('README.md').matchAll(/^\*\*Question \d+\.\*\*/gm)];
  t.is(answers.length, questions.length);
  for (const answer of answers) {
    const shown = labSteps(answer)
      .flatMap((step) => step.shown)
      .join('\n');
    const bold = [...answer.matchAll(/\*\*([\d.]+)\*\*/g)].map(([, figure]) => figure);
    t.true(bold.length > 0);
    t.deepEqual(
      bold.filter((figure) => !shown.includes(figure)),
      [],
      answer.split('\n')[0],
    );
  }
});

test('every figure of an answer stands in an output that the lab shows', (t) => {
  const shown = LAB_DOCUMENTS.flatMap((name) => labSteps(labDocument(name)).flatMap((step) => step.shown)).join('\n');
  const prose = labDocument('ANSWERS.md').replace(/^```[\s\S]*?^```$/gm, '');
  const figures = [...prose.matchAll(/\b\d+\.\d+\b/g)].map(([figure]) => figure);
  t.true(figures.length > 30);
  t.deepEqual(
    figures.filter((figure) => !shown.includes(figure)),
    [],
  );
});
