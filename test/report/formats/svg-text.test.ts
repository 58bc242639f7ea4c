import test from 'ava';
import { cutNumbers, sizedIn, svgSize } from '../../../src/report/formats/svg-text.ts';

const cuts = test.macro((t, from: string, to: string) => t.is(cutNumbers(from), to));

test('coordinates are cut to two decimals', cuts, '<path d="M1.23456,-0.004L3,4.999Z"/>', '<path d="M1.23,0L3,5Z"/>');
test('a transformation too', cuts, '<g transform="translate(0.123456,7)"/>', '<g transform="translate(0.12,7)"/>');
test('exponents become plain numbers', cuts, '<rect x="1e-7" y="2.5e-1"/>', '<rect x="0" y="0.25"/>');
test('text keeps its numbers', cuts, '<text x="0.555">q7.8123 0.12345</text>', '<text x="0.56">q7.8123 0.12345</text>');
test(
  'labels for screen readers keep their numbers',
  cuts,
  '<g aria-label="layer: a x=&quot;0.12345&quot; 1.23456" d="M0.001,2"/>',
  '<g aria-label="layer: a x=&quot;0.12345&quot; 1.23456" d="M0,2"/>',
);

test('the root has the unit of the style, everything in it stays', (t) => {
  const svg = '<svg width="252" height="99.5" viewBox="0 0 252 99.5"><rect width="3" height="4"/></svg>';
  const sized = '<svg width="252pt" height="99.5pt" viewBox="0 0 252 99.5"><rect width="3" height="4"/></svg>';
  t.is(sizedIn(svg, 'pt'), sized);
  t.is(sizedIn(svg, 'px'), svg);
  t.deepEqual(svgSize(sized), { width: 252, height: 99.5 });
});
