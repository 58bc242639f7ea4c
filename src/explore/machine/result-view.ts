import type { CycleBound } from '../../machines/cycle-bound.ts';
import { memoryHeadline } from '../../report/tables/energy-shares.ts';
import { capital, metricTitle } from '../../report/text/human-names.ts';
import { numberText, percentText } from '../../report/text/number-text.ts';
import { TERMS } from '../../run/explain.ts';
import type { RunResult } from '../../run/result.ts';
import { html } from '../html.ts';
import { figure, swatch } from './bar-figure.ts';
import { contrastFigure, decadesOf } from './contrast-figure.ts';
import {
  areaParts,
  balanceFigure,
  changeText,
  energyFigure,
  exactTotals,
  joules,
  type Part,
  quotedNumbers,
  stateFigure,
} from './figures.ts';
import { limitsOf, limitsText, wayOut } from './limits.ts';

/** Everything that a record shows on the page. */
export interface ResultView {
  readonly host: HTMLElement;
  /** The answer in a line, which stays in sight where controls and result stand one below the other. */
  readonly glance: HTMLElement;
  /** @param pinned the record against which it is told; absent while there is none */
  readonly draw: (record: RunResult, pinned: RunResult | undefined) => void;
  /** Whether somebody looks at all numbers. */
  readonly isExactOpen: () => boolean;
  /** All numbers, those among them that only outputs tell: they come when somebody looks at them and nobody moves a control. */
  readonly drawExact: (record: RunResult) => void;
  /** What bounds each layer, which comes a little later than the rest. */
  readonly drawLimits: (record: RunResult, bounds: readonly (readonly CycleBound[] | undefined)[]) => void;
}

/** @param onExact called when somebody begins to look at all numbers */
export function resultView(onExact: () => void): ResultView {
  const headline = html('p', { class: 'headline' });
  const glance = html('p', { class: 'glance', 'aria-hidden': 'true' });
  const numbers = html('dl', { class: 'figures' });
  const contrasts = contrastFigure();
  const energy = figure(
    'explore-energy',
    'Energy by component',
    'Each bar is the energy of a layer, divided into the components that take it.',
    'energy',
  );
  const legend = plainTable('Energy of all layers by component', ['component', 'energy', 'share', 'against pinned']);
  const balance = figure(
    'explore-balance',
    'Load balance',
    'Share of the cycles in which processing elements do not wait for work.',
    'efficiency',
  );
  const states = figure(
    'explore-states',
    'What the processing elements do',
    'Their cycles, each layer at 100 %: starved ones wait for work.',
    'starved',
  );
  const key = html('ul', { class: 'key' });
  states.host.querySelector('figcaption')?.append(key);
  const limits = plainTable('What limits each layer', ['layer', 'cycles', 'spent on', 'shorter with']);
  const area = plainTable('Area', ['part', 'area', 'share']);
  const exact = plainTable('All numbers, as the record has them', ['number', 'value', 'in the record']);
  const warnings = html('section', { class: 'warnings', 'aria-label': 'Warnings' });
  const all = html('details', {}, html('summary', {}, 'All numbers, to the last digit'), exact.host);
  all.addEventListener('toggle', () => all.open && onExact());
  const host = html(
    'div',
    { class: 'results' },
    headline,
    numbers,
    contrasts.host,
    energy.host,
    legend.host,
    balance.host,
    states.host,
    limits.host,
    area.host,
    all,
    warnings,
  );

  const drawExact = ({ totals }: RunResult, isWhole: boolean): void => {
    exact.draw(
      exactTotals(totals).map(([name, value]) => [
        titleOf(name),
        isWhole || !ofOutputs(name) ? value : 'being counted',
        html('code', {}, name),
      ]),
    );
  };

  const draw = (record: RunResult, pinned: RunResult | undefined): void => {
    headline.replaceChildren(
      html('strong', {}, `${capital(memoryHeadline(record.totals, record.memoryToArithmeticRange))}.`),
    );
    glance.textContent = glanceText(record);
    numbers.replaceChildren(...numberCards(record, pinned));
    const both = pinned === undefined ? [record] : [record, pinned];
    contrasts.draw(record, decadesOf(both));
    const { rows, all: ofAll } = energyFigure(record);
    const longest = Math.max(...both.flatMap(({ layers }) => layers.map((layer) => layer.energyPj.total)));
    energy.draw(rows, longest || 1);
    legend.draw(legendRows(ofAll, pinned === undefined ? undefined : energyFigure(pinned).all));
    balance.draw(balanceFigure(record), 1);
    const ofStates = stateFigure(record);
    states.draw(ofStates, 1);
    key.replaceChildren(...(ofStates[0]?.parts ?? []).map((part) => html('li', {}, swatch(part), part.title)));
    const parts = areaParts(record);
    const whole = record.area?.totalMm2 ?? 0;
    area.draw(
      [...parts, ...(record.area === undefined ? [] : [{ title: 'all', mm2: whole }])].map(({ title, mm2 }) => [
        title,
        `${numberText(mm2)} mm²`,
        `${percentText(mm2 / whole)} %`,
      ]),
    );
    drawExact(record, false);
    limits.host.classList.add('stale');
    warnings.hidden = record.warnings.length === 0;
    warnings.replaceChildren(
      html('h3', {}, 'Warnings'),
      html(
        'ul',
        {},
        record.warnings.map((text) => html('li', {}, text)),
      ),
    );
  };

  return {
    host,
    glance,
    draw,
    isExactOpen: () => all.open,
    drawExact: (record) => drawExact(record, true),
    drawLimits: ({ layers }, bounds) => {
      limits.host.classList.remove('stale');
      limits.draw(
        layers.map((layer, k) => {
          const of = bounds[k];
          if (of === undefined) return [layer.name, String(layer.cycles), '-', '-'];
          const waits = layer.cycles - of.reduce((sum, { cycles }) => sum + cycles, 0);
          const found = [
            ...limitsOf(of, layer.theoreticalCycles),
            ...(waits > 0 ? [{ name: 'waiting for DRAM', cycles: waits }] : []),
          ].toSorted((a, b) => b.cycles - a.cycles);
          return [layer.name, String(layer.cycles), limitsText(found, layer.cycles), wayOut(found)];
        }),
      );
    },
  };
}

/** Whether a total is known only where outputs were computed. */
function ofOutputs(name: string): boolean {
  return name.startsWith('saturations.');
}

const GLANCE = ['energy', 'time', 'memory over arithmetic', 'load-balance efficiency'];

function glanceText(record: RunResult): string {
  return quotedNumbers(record)
    .filter(({ title }) => GLANCE.includes(title))
    .map(
      ({ title, text }) =>
        `${title.replace('memory over arithmetic', 'memory / arithmetic').replace(' efficiency', '')} ${text}`,
    )
    .join(' · ');
}

function titleOf(name: string): string {
  const term = TERMS.find((one) => one.name === name);
  return term === undefined ? metricTitle(name) : `${term.title}${term.unit === '' ? '' : ` (${term.unit})`}`;
}

function numberCards(record: RunResult, pinned: RunResult | undefined): HTMLElement[] {
  const before = pinned === undefined ? [] : quotedNumbers(pinned);
  return quotedNumbers(record).map(({ title, text, value, lessIsBetter }, k) => {
    const change = changeText(value, before[k]?.value ?? null);
    const isBetter =
      change === undefined || change === 'as pinned' || lessIsBetter === undefined
        ? undefined
        : Number(value) < Number(before[k]?.value) === lessIsBetter;
    const mood = isBetter === undefined ? '' : isBetter ? ' better' : ' worse';
    return html(
      'div',
      {},
      html('dt', {}, title),
      html(
        'dd',
        {},
        text,
        change === undefined
          ? undefined
          : html(
              'small',
              { class: `change${mood}` },
              `${change}${isBetter === undefined ? '' : isBetter ? ', better' : ', worse'}`,
            ),
      ),
    );
  });
}

function legendRows(all: readonly Part[], pinned: readonly Part[] | undefined): (readonly (string | Node)[])[] {
  const total = all.reduce((sum, { value }) => sum + value, 0);
  return all.map((part) => [
    html('span', {}, swatch(part), part.title),
    joules(part.value),
    total === 0 ? '-' : `${percentText(part.value / total)} %`,
    changeText(part.value, pinned?.find(({ title }) => title === part.title)?.value ?? null) ?? '-',
  ]);
}

/** A table whose first column names its rows. */
function plainTable(title: string, heads: readonly string[]) {
  const body = html('tbody');
  const host = html(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title },
    html(
      'table',
      {},
      html('caption', {}, title),
      html(
        'thead',
        {},
        html(
          'tr',
          {},
          heads.map((head, k) => html('th', { scope: 'col', class: k === 0 ? undefined : 'number' }, head)),
        ),
      ),
      body,
    ),
  );
  const draw = (rows: readonly (readonly (string | Node)[])[]): void => {
    body.replaceChildren(
      ...rows.map(([name, ...cells]) =>
        html(
          'tr',
          {},
          html('th', { scope: 'row', class: 'short' }, name),
          cells.map((cell) => html('td', { class: 'number' }, cell)),
        ),
      ),
    );
  };
  return { host, draw };
}
