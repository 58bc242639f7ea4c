import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import test from 'ava';
import { charts } from '../../../src/report/charts/index.ts';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { chartStyles } from '../../../src/report/picture/style.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import { everyRecord } from '../fixtures/every-record.ts';

const folder = dirname(createRequire(import.meta.url).resolve('vega-lite'));
const schema = JSON.parse(readFileSync(join(folder, 'vega-lite-schema.json'), 'utf8')) as object;
// the schema has formats such as "color-hex" that ajv leaves to plug-ins, and union types
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

const drawn = new Set<string>();

for (const style of Object.values(chartStyles)) {
  for (const [name, record] of Object.entries(everyRecord))
    test(`every chart of ${name} is valid Vega-Lite with its data inline, in ${style.name} style`, (t) => {
      for (const { chart, spec } of drawCharts(subjectOf(record()), 'all', style)) {
        const plain: unknown = JSON.parse(JSON.stringify(spec));
        t.true(validate(plain), `${chart.name}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
        t.deepEqual(plain, spec, `${chart.name} loses something as JSON`);
        // a picture lies inside of its specification
        t.notRegex(JSON.stringify(spec), /"url":(?!\{"field":"image")|"image":"(?!data:)/, chart.name);
        drawn.add(chart.name);
      }
    });
}

test.after('every chart was among them', (t) => {
  t.deepEqual(
    Object.keys(charts).filter((name) => !drawn.has(name)),
    [],
  );
});
