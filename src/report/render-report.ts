import { documentOf } from './documents/index.ts';
import { renderDocument } from './documents/render-document.ts';
import { perInference } from './records/per-inference.ts';
import { subjectOf } from './records/subject.ts';
import { renderRunTable } from './tables/run/run-table.ts';

/**
 * What the program prints: tables and the sentence that sums them up.
 * @param record a result of run, ladder, sweep or compare
 * @param width characters that a line may have
 * @throws UserError where the record is of no kind that has a report
 */
export function renderReport(record: unknown, width = 120): string {
  const subject = subjectOf(record);
  if (subject.kind === 'run') return `${renderRunTable(perInference(subject.record), { width })}\n`;
  const document = documentOf(subject);
  if (document === undefined) throw new Error(`a ${subject.kind} record has charts, but no report`);
  return renderDocument(document, width);
}
