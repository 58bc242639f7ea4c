import type { AreaReport } from '../../energy/models/area.ts';
import { componentName } from '../text/human-names.ts';
import { numberText } from '../text/number-text.ts';
import { textTable } from '../text/text-table.ts';

/** Area of one PE by component, largest first, and of the chip, at 45 nm beside EIE's layout. */
export function renderArea(area: AreaReport): string {
  const parts = Object.entries(area.perProcessingElementMm2).toSorted(([, a], [, b]) => b - a);
  const share = (mm2: number): string => ((100 * mm2) / area.processingElementMm2).toFixed(1);
  const table = textTable([
    { head: 'area of one PE', cells: parts.map(([component]) => componentName(component)), align: 'left' },
    { head: 'mm2', cells: parts.map(([, mm2]) => numberText(mm2)), align: 'right' },
    { head: '%', cells: parts.map(([, mm2]) => share(mm2)), align: 'right' },
  ]);
  const { published } = area;
  const paper =
    published === undefined ? '' : ` (paper, 64 PEs: ${published.processingElementMm2} and ${published.totalMm2})`;
  const beside = [
    ...(area.nonZeroDetectionMm2 === undefined ? [] : [[area.nonZeroDetectionMm2, 'non-zero detection'] as const]),
    ...Object.entries(area.sharedMm2 ?? {}).map(([name, mm2]) => [mm2, componentName(name)] as const),
  ].map(([mm2, name], index) => `, ${numberText(mm2)}${index === 0 ? ' mm2 of it' : ''} ${name}`);
  return `${table}\n\narea: ${numberText(area.processingElementMm2)} mm2 a PE, ${numberText(area.totalMm2)} mm2 in all${beside.join('')}${paper}`;
}
