/** The style sheet of the page: system letters, light and dark, and a plain version for the printer. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1f2328; --faint: #59636e; --paper: #ffffff; --panel: #f6f8fa; --line: #d1d9e0;
  --arithmetic: #d55e00; --memory: #0072b2; --focus: #0969da; --warn: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9198a1; --paper: #0d1117; --panel: #161b22; --line: #3d444d;
  --arithmetic: #f0883e; --memory: #4aa3df; --focus: #58a6ff; --warn: #d29922; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 70rem; color: var(--ink); background: var(--paper);
  font: 16px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
a { color: var(--focus); } nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: 1rem 0 0; }
.headline { font-size: 1.25rem; margin: 1rem 0; } .headline strong { color: var(--memory); }
.shares { display: flex; height: 2rem; border-radius: 4px; overflow: hidden; gap: 2px; margin: 0; padding: 0; list-style: none; }
.shares li { min-width: 2px; height: 100%; }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .5rem 0 0; list-style: none; color: var(--faint); }
.key i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .4em; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; padding: 0; margin: 1.5rem 0; }
.figures div { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; }
.figures dt { color: var(--faint); font-size: .85rem; } .figures dd { margin: 0; font-size: 1.2rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; width: 100%; }
caption { text-align: left; color: var(--faint); padding: .25rem 0; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.number { text-align: right; } td.number { white-space: nowrap; } thead th { vertical-align: bottom; } .scroll + .scroll { margin-top: 1.5rem; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 9rem; } tbody th.short { white-space: nowrap; min-width: 0; } tfoot th, tfoot td { border-top: 2px solid var(--line); font-weight: 600; }
th button { all: unset; cursor: pointer; font-weight: 600; } th button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
th[aria-sort=ascending] button::after { content: " \\25B2"; } th[aria-sort=descending] button::after { content: " \\25BC"; }
figure { margin: 1.5rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: 6px; background: #ffffff; color: #222222; }
.chart { overflow-x: auto; } figure svg { display: block; width: 100%; min-width: 34rem; max-width: 54rem; height: auto; } figcaption { font-weight: 600; margin-bottom: .5rem; }
figure details { margin-top: .75rem; font-size: .875rem; color: #59636e; } figure table { color: #222222; }
@media screen and (prefers-color-scheme: dark) { figure { filter: invert(.93) hue-rotate(180deg); } } figure { border-color: #d1d9e0; } figure th, figure td { border-color: #d1d9e0; }
.warnings { border-left: 4px solid var(--warn); padding: .25rem 0 .25rem 1rem; margin: 1rem 0; } .warnings ul { margin: 0; padding-left: 1.25rem; }
code, pre { font-family: ui-monospace, "Liberation Mono", Menlo, monospace; font-size: .875rem; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow-x: auto; }
#tooltip { position: fixed; z-index: 9; pointer-events: none; background: #1f2328; color: #ffffff; padding: .4rem .6rem; border-radius: 4px;
  font-size: .8rem; max-width: 24rem; } #tooltip[hidden] { display: none; }
#tooltip dl { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; margin: 0; } #tooltip dt { color: #b7c0ca; } #tooltip dd { margin: 0; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
@media print { :root { --ink: #000000; --paper: #ffffff; --line: #999999; --faint: #333333; } body { max-width: none; padding: 0; font-size: 10pt; }
  nav, #tooltip, figure details { display: none; } figure, tr, .figures div { break-inside: avoid; } h2 { break-after: avoid; }
  .scroll { overflow: visible; } caption, thead { break-after: avoid; } pre { columns: 2; font-size: 7pt; white-space: pre-wrap; } table { font-size: 7.5pt; } th, td { padding: 1pt 3pt; } }
`.trim();
