import { darkChartRules } from './dark-colours.ts';

const page = `
:root { color-scheme: light dark; --ink: #1f2328; --faint: #59636e; --paper: #ffffff; --panel: #f6f8fa; --line: #d1d9e0; --focus: #0969da; --warn: #9a6700; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 72rem; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
p, .warnings li { max-width: 48rem; overflow-wrap: anywhere; }
a { color: var(--focus); }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .75rem 0 0; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
code { font: .875rem ui-monospace, "Liberation Mono", Menlo, monospace; overflow-wrap: anywhere; }
.command { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .1rem .35rem; }
`;

const summary = `
.headline { font-size: 1.35rem; line-height: 1.35; margin: 1.25rem 0 1rem; max-width: none; }
.shares { display: flex; height: 2rem; border-radius: 4px; overflow: hidden; gap: 2px; margin: 0; padding: 0; list-style: none; }
.shares li { min-width: 2px; height: 100%; }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .5rem 0 0; list-style: none; color: var(--faint); }
.key i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .4em; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 45%), 1fr)); gap: .75rem; padding: 0; margin: 1.5rem 0; }
.figures div { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; }
.figures dt { color: var(--faint); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.2rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.warnings { border-left: 4px solid var(--warn); padding: .1rem 0 .1rem 1rem; margin: 1.5rem 0; }
.warnings h2 { border: 0; margin: 0; font-size: 1rem; color: var(--warn); } .warnings ul { margin: 0; padding-left: 1.25rem; }
`;

const tables = `
.scroll { overflow-x: auto; margin-top: 1.5rem; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; min-width: min(100%, 40rem); }
caption { text-align: left; font-weight: 600; font-size: 1rem; padding: .25rem .5rem; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { vertical-align: bottom; border-bottom: 2px solid var(--line); }
tbody tr:hover > * { background: var(--panel); }
tbody th, tfoot th { font-weight: 600; overflow-wrap: anywhere; min-width: 9rem; background: var(--paper); }
tbody th.short, tfoot th.short { white-space: nowrap; min-width: 0; }
tr > :first-child { position: sticky; left: 0; background: var(--paper); }
tfoot th, tfoot td { border-top: 2px solid var(--line); border-bottom: 0; font-weight: 600; }
.number { text-align: right; } td.number { white-space: nowrap; } td.long { min-width: 26rem; }
th button { all: unset; cursor: pointer; font-weight: 600; } th button:hover { text-decoration: underline; }
th button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
th[aria-sort=ascending] button::after { content: " \\25B2"; } th[aria-sort=descending] button::after { content: " \\25BC"; }
.note { color: var(--faint); font-size: .875rem; margin: .5rem 0 0; }
@media (max-width: 36rem) { figure { padding: .6rem; } }
details { margin-top: .5rem; font-size: .875rem; } summary { cursor: pointer; color: var(--faint); width: max-content; max-width: 100%; }
.glossary dl { margin: .5rem 0; } .glossary div { display: grid; grid-template-columns: minmax(7rem, 12rem) 1fr; gap: 1rem; padding: .1rem 0; }
.glossary dt { font-weight: 600; } .glossary dd { margin: 0; }
th a.term { margin-left: .3em; padding: 0 .3em; font-weight: 400; text-decoration: none; border: 1px solid var(--line); border-radius: 50%; font-size: .8em; }
.terms { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: .75rem 2rem; margin: 1rem 0; font-size: .9rem; }
.terms div { padding: .4rem .6rem; border-left: 3px solid var(--line); } .terms div:target { border-color: var(--focus); background: var(--panel); }
.terms dt { font-weight: 600; } .terms dt code { font-weight: 400; color: var(--faint); margin-left: .4em; } .terms dd { margin: 0; } .terms p { margin: .15rem 0; }
`;

const charts = `
figure { margin: 1.5rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); }
figcaption h3 { font-size: 1rem; margin: 0; } figcaption p { margin: .15rem 0 .75rem; color: var(--faint); font-size: .9rem; }
figure tr > :first-child { background: var(--panel); }
.chart { overflow-x: auto; } .chart svg { display: block; width: 100%; max-width: 56rem; height: auto; }
#tooltip { position: fixed; z-index: 9; pointer-events: none; background: #1f2328; color: #ffffff; border: 1px solid #59636e; padding: .4rem .6rem; border-radius: 4px; font-size: .8rem; max-width: min(24rem, 90vw); }
#tooltip[hidden] { display: none; }
#tooltip dl { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; margin: 0; }
#tooltip dt { color: #b7c0ca; } #tooltip dd { margin: 0; overflow-wrap: anywhere; }
`;

const dark = `
@media screen and (prefers-color-scheme: dark) {
:root { --ink: #e6edf3; --faint: #9da7b3; --paper: #0d1117; --panel: #161b22; --line: #3d444d; --focus: #58a6ff; --warn: #d29922; }
${darkChartRules}
}`;

const print = `
@media print {
:root { color-scheme: light; --faint: #333333; --panel: #ffffff; --line: #999999; }
@page { margin: 15mm 12mm; }
body { max-width: none; padding: 0; font-size: 10pt; }
nav, .skip, #tooltip, details, th a.term { display: none; }
figure, tr, .figures div, .warnings, .terms div { break-inside: avoid; } .terms { font-size: 8pt; gap: .3rem 1rem; } figure { border: 0; padding: 0; } h2, h3, caption, thead { break-after: avoid; }
thead { display: table-header-group; break-inside: avoid; } th button { display: contents; } tfoot { display: table-row-group; }
.figures { grid-template-columns: repeat(4, 1fr); gap: .4rem; margin: 1rem 0; } .figures dd { font-size: 1rem; }
.chart svg { max-width: 100%; } .chart, .scroll { overflow: visible; }
table { font-size: 7.5pt; min-width: 100%; } th, td { padding: 1pt 3pt; } td.long { min-width: 0; } tr > :first-child { position: static; }
* { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}`;

/** The style sheet of the page: system letters, light and dark, narrow and wide, and a plain version for the printer. */
export const pageStyle = [page, summary, tables, charts, dark, print].map((rules) => rules.trim()).join('\n');
