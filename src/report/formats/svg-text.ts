import type { ChartStyle } from '../picture/style.ts';

/** Attributes that hold coordinates and sizes; text and labels of a user are never touched. */
const GEOMETRY =
  /(\s(?:d|transform|x|y|x1|y1|x2|y2|cx|cy|r|dx|dy|width|height|viewBox|points|font-size|stroke-width|stroke-dasharray)=")([^"]*)"/g;

function twoDecimals(number: string): string {
  const rounded = Math.round(Number(number) * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** Numbers of the drawing cut to two decimals, so that the last bits of a platform's sine do not change the file. */
export function cutNumbers(svg: string): string {
  return svg.replace(/<[a-zA-Z](?:[^"<>]|"[^"]*")*>/g, (tag) =>
    tag.replace(
      GEOMETRY,
      (_, start: string, value: string) =>
        `${start}${value.replace(/-?\d*\.\d+(?:e-?\d+)?|-?\d+e-?\d+/g, twoDecimals)}"`,
    ),
  );
}

/** A solid line has no dashes: vega writes an empty list, which is no valid attribute. */
export function withoutEmptyDashes(svg: string): string {
  return svg.replaceAll(' stroke-dasharray=""', '');
}

/** The root says how large the picture is on paper: width and height get the unit of the style. */
export function sizedIn(svg: string, unit: ChartStyle['unit']): string {
  if (unit === 'px') return svg;
  return svg.replace(/<svg[^>]*>/, (root) => root.replace(/\s(width|height)="([\d.]+)"/g, ` $1="$2${unit}"`));
}

/** The root without units: a user unit is then what the reader takes it for. */
export function unsized(svg: string): string {
  return svg.replace(/<svg[^>]*>/, (root) => root.replace(/\s(width|height)="([\d.]+)[a-z]+"/g, ' $1="$2"'));
}

/** Width and height of the root, in its own unit. */
export function svgSize(svg: string): { readonly width: number; readonly height: number } {
  const root = /<svg[^>]*>/.exec(svg)?.[0] ?? '';
  const size = (name: string) => Number(new RegExp(`\\s${name}="([\\d.]+)`).exec(root)?.[1]);
  return { width: size('width'), height: size('height') };
}
