import { elementRule, isOnPadding, nameOf, type Rule } from '../../../machines/eie/view/rules.ts';
import type { ElementState, Flight, LayerSteps, MachineState } from '../../../machines/steps.ts';
import { short } from './number-short.ts';
import { BLANK, type Cell, cells, label, svg } from './svg.ts';

/** Width of the picture of a processing element. */
const WIDTH = 264;
const LEFT = 8;
const INNER = WIDTH - 2 * LEFT - 10;
const REGISTERS_A_LINE = 4;

/** A processing element, drawn once and changed from cycle to cycle. */
export interface ElementDrawing {
  readonly element: SVGSVGElement;
  readonly show: (state: MachineState) => Rule;
}

/** From top to bottom, as an activation goes through it. */
export function elementDrawing(p: number, steps: LayerSteps): ElementDrawing {
  const rows = steps.states[0].elements[p].accumulators.length;
  const queue = queueDrawing(34, steps);
  const pointer = boxDrawing('pointer read', 86, 34);
  const line = lineDrawing(142, p, steps);
  const lookUp = boxDrawing('codebook and row', 196, 34);
  const multiply = boxDrawing('multiply', 252, 22);
  const add = boxDrawing('add', 296, 22);
  const registers = registerDrawing(340, p, rows, steps);
  const height = 352 + Math.max(1, Math.ceil(rows / REGISTERS_A_LINE)) * 31;
  const bypass = bypassDrawing(296);
  const header = headerDrawing(p, steps);
  const element = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, class: 'pe', tabindex: 0, role: 'img', 'data-pe': p },
    svg('rect', { x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1, rx: 6, class: 'frame' }),
    arrows(),
    ...[header, queue, pointer, line, lookUp, multiply, add, registers, bypass].map(({ group }) => group),
  );
  return {
    element,
    show(machine) {
      const state = machine.elements[p];
      const rule = elementRule(machine, p, steps);
      header.show(state, rule);
      queue.show(state);
      pointer.show(...pointerText(state, steps));
      line.show(state);
      lookUp.show(...lookUpText(state.lookUp));
      multiply.show(...multiplyText(state.multiply));
      add.show(...addText(state.add));
      registers.show(state);
      bypass.show(state);
      element.setAttribute('aria-label', `PE ${p}: ${rule.state}. ${rule.rule}`);
      return rule;
    },
  };
}

function headerDrawing(p: number, { streams }: LayerSteps) {
  const [name, told] = [label(LEFT, 20, 'name'), label(80, 20, 'state')];
  name.say(`PE ${p}`);
  const mark = svg('rect', { x: 60, y: 8, width: 15, height: 15, rx: 2 });
  return {
    group: svg('g', {}, name.text, mark, told.text),
    show(state: ElementState, { state: words }: Rule) {
      const { does, blocks } = state;
      const kind = isOnPadding(state, streams[p]) ? 'padding' : does;
      mark.setAttribute('class', `state-mark ${kind}${blocks ? ' blocks' : ''}`);
      told.say(words);
    },
  };
}

function queueDrawing(y: number, { queueCapacity }: LayerSteps) {
  const title = label(LEFT, y + 6, 'part');
  const boxes = cells(queueCapacity, LEFT, y + 11, Math.min(44, INNER / queueCapacity), 27);
  return {
    group: svg('g', { class: 'queue' }, title.text, boxes.group),
    show({ queue, blocks }: ElementState) {
      title.say(`activation queue: ${queue.length} of ${queueCapacity}${blocks ? ', full' : ''}`);
      for (let k = 0; k < queueCapacity; k++) {
        const item = queue.at(k);
        const kind = `${blocks ? 'full' : 'item'}${k === 0 ? ' head' : ''}`;
        boxes.show(k, item ? { name: `c${item.column}`, value: short(item.activation), kind } : BLANK);
      }
    },
  };
}

/** A stage with up to two lines of text; it is drawn bold where it works. */
function boxDrawing(name: string, y: number, height: number) {
  const title = label(LEFT, y + 6, 'part');
  const box = svg('rect', { x: LEFT + 1, y: y + 11, width: INNER - 2, height, rx: 3 });
  const [first, second] = [label(LEFT + 7, y + 26, 'small'), label(LEFT + 7, y + 39, 'small')];
  return {
    group: svg('g', { 'data-stage': name }, title.text, box, first.text, second.text),
    show(kind: string, one: string, two = '', remark = '') {
      box.setAttribute('class', `cell ${kind}`);
      title.say(remark === '' ? name : `${name}: ${remark}`);
      first.say(one);
      second.say(two);
    },
  };
}

function pointerText({ pointer }: ElementState, steps: LayerSteps): [string, string, string, string] {
  if (pointer === null) return ['blank', 'no column', '', ''];
  const { first, end, at, isTaken, column, activation } = pointer;
  const isEmpty = first === end;
  return [
    isEmpty ? 'empty' : 'works',
    `${nameOf(column, steps)} × ${short(activation)}`,
    isEmpty ? `${first} to ${end}: nothing` : `entries ${first} to ${end - 1}, now ${at}`,
    isTaken ? 'reads two pointers' : '',
  ];
}

function lineDrawing(y: number, p: number, { entriesPerLine, streams }: LayerSteps) {
  const title = label(LEFT, y + 6, 'part');
  const boxes = cells(entriesPerLine, LEFT, y + 11, Math.min(60, INNER / entriesPerLine), 27);
  const cell = (address: number, entry: Flight | null): Cell => {
    const stored = streams[p].at(address);
    if (stored === undefined) return BLANK;
    const kind = entry?.address === address ? (stored.code === 0 ? 'padding' : 'works') : 'item';
    const isNarrow = entriesPerLine > 4;
    return { name: `${isNarrow ? '' : 'code '}${stored.code}`, value: `+${stored.relativeIndex}`, kind };
  };
  return {
    group: svg('g', { class: 'line' }, title.text, boxes.group),
    show({ line }: ElementState) {
      const isRead = line?.entry?.readsLine === true;
      title.say(
        line === null ? 'sparse-matrix line' : `sparse-matrix line ${line.line}${isRead ? ': read now' : ': held'}`,
      );
      for (let k = 0; k < entriesPerLine; k++)
        boxes.show(k, line === null ? BLANK : cell(line.line * entriesPerLine + k, line.entry));
    },
  };
}

function lookUpText(entry: Flight | null): [string, string, string] {
  if (entry === null) return ['blank', '', ''];
  if (entry.code === 0) return ['padding', 'code 0: padding zero', `row ${entry.row}: nothing to add`];
  return [
    'works',
    `code ${entry.code} is ${short(entry.weight)}`,
    `row ${entry.row}${entry.relativeIndex === 0 ? '' : `: ${entry.relativeIndex} of its rows skipped`}`,
  ];
}

function multiplyText(entry: Flight | null): [string, string] {
  if (entry === null) return ['blank', ''];
  if (entry.product === null) return ['padding', 'padding zero'];
  return ['works', `${short(entry.weight)} × ${short(entry.activation)} = ${short(entry.product)}`];
}

function addText(entry: Flight | null): [string, string] {
  if (entry === null) return ['blank', ''];
  if (entry.product === null) return ['padding', 'padding zero'];
  return ['works', `${short(entry.addend!)} + ${short(entry.product)} = ${short(entry.sum!)}`];
}

function registerDrawing(y: number, p: number, rows: number, { processingElements: pes }: LayerSteps) {
  const title = label(LEFT, y + 6, 'part');
  const boxes = cells(rows, LEFT, y + 11, INNER / REGISTERS_A_LINE, 27, REGISTERS_A_LINE);
  return {
    group: svg('g', { class: 'registers' }, title.text, boxes.group),
    show({ accumulators, written }: ElementState) {
      const isWritten = written !== null && written.code !== 0;
      title.say(`destination registers${isWritten ? `: row ${written.row} written` : ''}`);
      for (const [k, sum] of accumulators.entries()) {
        const row = k * pes + p;
        boxes.show(k, {
          name: `row ${row}`,
          value: short(sum),
          kind: isWritten && written.row === row ? 'works' : 'item',
        });
      }
    },
  };
}

/** The way of a sum from behind the adder to before it. */
function bypassDrawing(y: number) {
  const x = LEFT + INNER - 2;
  const path = svg('path', { d: `M${x} ${y + 26} h8 v-20 h-14 v5`, 'marker-end': 'url(#steps-arrow)' });
  const text = label(x - 10, y + 6, 'part', 'end');
  return {
    group: svg('g', {}, path, text.text),
    show({ multiply }: ElementState) {
      const isTaken = multiply?.bypasses === true;
      path.setAttribute('class', isTaken ? 'wire taken' : 'wire');
      text.text.setAttribute('class', isTaken ? 'part taken' : 'part');
      text.say(isTaken ? 'bypass taken' : 'bypass');
    },
  };
}

/** From stage to stage, where no words stand. */
function arrows(): SVGGElement {
  const between = [
    [73, 95],
    [131, 151],
    [181, 205],
    [242, 261],
    [286, 305],
    [330, 349],
  ] as const;
  return svg(
    'g',
    {},
    ...between.map(([from, to]) => {
      // the word "bypass" stands on the right
      const x = from === 286 ? 60 : WIDTH - 34;
      return svg('path', { d: `M${x} ${from} V${to}`, class: 'wire', 'marker-end': 'url(#steps-arrow)' });
    }),
  );
}
