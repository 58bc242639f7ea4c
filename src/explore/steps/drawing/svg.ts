const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number>>;

/** An SVG element. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A text that changes. */
export function label(x: number, y: number, name: string, anchor: 'start' | 'middle' | 'end' = 'start') {
  const text = svg('text', { x, y, class: name, 'text-anchor': anchor });
  return { text, say: (words: string) => void (text.textContent = words) };
}

/** A row of boxes with two lines each: a name, and a value below. */
export interface Cells {
  readonly group: SVGGElement;
  /** Blank where there is none; `kind` becomes the class of the box. */
  readonly show: (k: number, cell: Cell) => void;
}

export interface Cell {
  readonly name: string;
  readonly value: string;
  readonly kind: string;
}

export const BLANK: Cell = { name: '', value: '', kind: 'blank' };

/** Boxes from left to right, `perLine` of them a line. */
export function cells(count: number, x: number, y: number, width: number, height: number, perLine = count): Cells {
  const group = svg('g');
  const own = Array.from({ length: count }, (_, k) => {
    const left = x + (k % perLine) * width;
    const top = y + Math.floor(k / perLine) * (height + 3);
    const box = svg('rect', { x: left + 1, y: top, width: width - 2, height, rx: 2 });
    const [name, value] = [
      label(left + width / 2, top + height / 2 - 2.5, 'tiny', 'middle'),
      label(left + width / 2, top + height - 4, 'small', 'middle'),
    ];
    group.append(svg('g', {}, box, name.text, value.text));
    return { box, name, value };
  });
  return {
    group,
    show(k, cell) {
      own[k].box.setAttribute('class', `cell ${cell.kind}`);
      own[k].name.say(cell.name);
      own[k].value.say(cell.value);
    },
  };
}
