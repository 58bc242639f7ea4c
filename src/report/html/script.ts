/**
 * What runs on the page: draws the charts with the vega runtime above it, shows tooltips, sorts tables, and lists the data of a
 * chart when its details are opened. Plain ECMAScript 2020, no library but vega.
 */
export const pageScript = `
'use strict';
const tooltip = document.getElementById('tooltip');
function showTooltip(event, value) {
  if (value === null || value === undefined || value === '') { tooltip.hidden = true; return; }
  const list = document.createElement('dl');
  for (const [key, text] of Object.entries(value)) {
    list.append(Object.assign(document.createElement('dt'), { textContent: key }), Object.assign(document.createElement('dd'), { textContent: text }));
  }
  tooltip.replaceChildren(list);
  tooltip.hidden = false;
  const room = 12;
  tooltip.style.left = Math.max(0, Math.min(event.clientX + room, innerWidth - tooltip.offsetWidth - room)) + 'px';
  tooltip.style.top = Math.max(0, Math.min(event.clientY + room, innerHeight - tooltip.offsetHeight - room)) + 'px';
}
function hideTooltip() { tooltip.hidden = true; }
addEventListener('keydown', (event) => { if (event.key === 'Escape') hideTooltip(); });
addEventListener('scroll', hideTooltip, { passive: true });
const narrow = matchMedia('(max-width: 36rem)');
function specOf(figure) {
  const wide = JSON.parse(figure.querySelector('script').textContent);
  if (!narrow.matches) return wide;
  const spec = JSON.parse(figure.querySelector('script.narrow').textContent);
  for (const one of spec.data) if ('same' in one) { one.values = wide.data[one.same].values; delete one.same; }
  return spec;
}
async function drawChart(figure) {
  delete figure.dataset.drawn;
  figure.querySelector('.plot').replaceChildren();
  const view = new vega.View(vega.parse(specOf(figure)), { renderer: 'svg', container: figure.querySelector('.plot'), hover: true, logLevel: vega.Warn });
  view.tooltip((handler, event, item, value) => showTooltip(event, value));
  await view.runAsync();
  figure.dataset.drawn = 'true';
}
async function drawCharts() {
  for (const figure of document.querySelectorAll('figure[data-chart]')) await drawChart(figure);
}
function listData(figure) {
  const rows = JSON.parse(figure.querySelector('script').textContent).data[figure.dataset.rows].values;
  const names = [...new Set(rows.flatMap(Object.keys))];
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  for (const name of names) head.append(Object.assign(document.createElement('th'), { scope: 'col', textContent: name }));
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const name of names) {
      const cell = line.insertCell();
      cell.textContent = row[name] ?? '-';
      if (typeof row[name] === 'number') cell.className = 'number';
    }
  }
  table.className = 'sortable';
  makeSortable(table);
  figure.querySelector('details .scroll').replaceChildren(table);
}
function sortKey(row, column) {
  const cell = row.cells[column];
  const text = cell.dataset.sort ?? cell.textContent;
  const number = Number(text);
  return text === '' || text === '-' ? null : Number.isNaN(number) ? text : number;
}
function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
function sortTable(table, column) {
  const head = table.tHead.rows[0].cells[column];
  const descending = head.getAttribute('aria-sort') === 'ascending';
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const rows = [...table.tBodies[0].rows].map((row) => [sortKey(row, column), row]);
  rows.sort(([a], [b]) => (a === null || b === null ? (a === null) - (b === null) : descending ? compare(b, a) : compare(a, b)));
  table.tBodies[0].append(...rows.map(([, row]) => row));
}
function makeSortable(table) {
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    const links = [...cell.querySelectorAll('a.term')];
    for (const link of links) link.remove();
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: cell.textContent, title: 'Sort' });
    button.addEventListener('click', () => sortTable(table, column));
    cell.replaceChildren(button, ...links);
  });
}
for (const table of document.querySelectorAll('table.sortable')) makeSortable(table);
drawCharts();
narrow.addEventListener('change', drawCharts);
for (const figure of document.querySelectorAll('figure[data-chart]')) {
  figure.querySelector('details').addEventListener('toggle', () => listData(figure), { once: true });
}
`.trim();
