import { pageStyle } from '../html/style.ts';

const tabs = `
.tabs { display: flex; gap: .25rem; border-bottom: 1px solid var(--line); margin: 1rem 0; }
.tabs button { font: inherit; color: inherit; background: none; border: 1px solid transparent; border-bottom: 0; border-radius: 6px 6px 0 0; padding: .4rem .9rem; cursor: pointer; }
.tabs button[aria-selected=true] { border-color: var(--line); background: var(--panel); font-weight: 600; }
`;

const layout = `
body { max-width: 84rem; }
.explorer { display: grid; grid-template-columns: minmax(16rem, 21rem) minmax(0, 1fr); gap: 1.5rem; align-items: start; }
.side { position: sticky; top: .5rem; max-height: calc(100vh - 1rem); overflow-y: auto; padding: 2px .5rem 2px 2px; }
.main { min-width: 0; } .main .headline { margin-top: 0; }
.look { font-size: 1.05rem; margin: 0 0 .75rem; } .look:empty { display: none; }
.fault { border-left: 4px solid var(--warn); padding: .1rem 0 .1rem 1rem; margin: 0 0 1rem; } .fault:empty { display: none; } .fault ul { margin: .25rem 0; padding-left: 1.25rem; overflow-wrap: anywhere; }
.stale { opacity: .5; }
.late { position: fixed; right: 1rem; bottom: 1rem; z-index: 3; margin: 0; padding: .4rem .7rem; background: var(--paper); border: 1px solid var(--line); border-radius: .3rem; }
.warnings h3 { margin: 0; font-size: 1rem; color: var(--warn); }
`;

const controls = `
.controls fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 .75rem; padding: .25rem .75rem .5rem; min-width: 0; }
.controls legend { font-weight: 600; padding: 0 .3rem; }
.control { display: grid; grid-template-columns: 1fr auto; gap: 0 .5rem; padding: .2rem 0; }
.control input, .control select, .control small { grid-column: 1 / -1; } .control input, .control select { width: 100%; min-height: 1.6rem; font: inherit; }
.control output { font-variant-numeric: tabular-nums; } .control.changed label, .control.changed output { font-weight: 600; }
.control small { color: var(--faint); } .control small:empty { display: none; }
.buttons { display: flex; flex-wrap: wrap; gap: .4rem; margin: .5rem 0 .75rem; }
.buttons button, .presets button, .share button { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .6rem; cursor: pointer; }
.buttons button:disabled { color: var(--faint); cursor: default; }
.presets { display: grid; gap: .4rem; margin: 0 0 1rem; } .presets > div { display: flex; flex-wrap: wrap; gap: .3rem; align-items: center; } .presets span { font-weight: 600; margin-right: .4rem; }
.glance { display: none; }
.share { display: grid; grid-template-columns: 1fr auto; gap: .25rem; margin: .75rem 0; } .share h3 { margin: 0; font-size: 1rem; }
.share pre { grid-column: 1 / -1; margin: 0; padding: .5rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
.change { display: block; font-size: .8rem; color: var(--faint); }
`;

const bars = `
.bars { width: 100%; min-width: 0; table-layout: auto; } .bars th, .bars td { padding: .15rem .4rem; border: 0; white-space: nowrap; min-width: 0; vertical-align: middle; }
.bars th { font-weight: 400; width: 1%; } .bars thead th { color: var(--faint); font-size: .8rem; border: 0; } .bars .number { width: 1%; } .bars td.bar { width: auto; min-width: 6rem; }
.bars tr > :first-child { background: transparent; position: static; } .bars tbody tr:hover > * { background: transparent; }
.stack { display: flex; height: 1.15rem; } .stack i { display: block; height: 100%; min-width: 0; box-shadow: inset -1px 0 0 var(--panel); }
.pattern { background-color: var(--light); }
.swatch { display: inline-block; width: 1.1em; height: .9em; border-radius: 2px; margin-right: .4em; vertical-align: -.05em; }
.pattern.arithmetic, .pattern.hatch { background-image: repeating-linear-gradient(45deg, var(--mark) 0 2px, transparent 2px 6px); }
.pattern.registers, .pattern.stripes { background-image: repeating-linear-gradient(0deg, var(--mark) 0 1px, transparent 1px 4px); }
.pattern.control { background-image: repeating-linear-gradient(90deg, var(--mark) 0 1px, transparent 1px 4px); }
.pattern.dram { background-image: repeating-linear-gradient(-45deg, var(--mark) 0 1px, transparent 1px 4px); }
.pattern.leakage, .pattern.dots { background-image: radial-gradient(var(--mark) 1px, transparent 1.2px); background-size: 4px 4px; }
.log { position: relative; height: 1.15rem; margin: 0 1.75rem 0 1.25rem; } .log > * { position: absolute; left: var(--place); }
.log b { top: 0; bottom: 0; width: 1px; background: var(--line); } .log u { top: 50%; width: var(--long); height: 2px; margin-top: -1px; background: var(--faint); }
.log i { top: 50%; margin: -.35rem; } .circle, .square { display: inline-block; width: .7rem; height: .7rem; background: var(--at); } .circle { border-radius: 50%; }
.axis { height: 1rem; font-size: .75rem; color: var(--faint); } .axis span { transform: translateX(-50%); white-space: nowrap; }
`;

const narrow = `
@media (max-width: 52rem) {
.explorer { grid-template-columns: minmax(0, 1fr); } .side { position: static; max-height: none; overflow: visible; padding: 0; }
.glance { display: block; position: sticky; top: 0; z-index: 2; margin: 0 -1rem; padding: .4rem 1rem; background: var(--paper); border-bottom: 1px solid var(--line); font-size: .85rem; max-width: none; font-variant-numeric: tabular-nums; }
.presets > div { flex-wrap: nowrap; overflow-x: auto; } .presets button, .presets span { white-space: nowrap; }
}
@media (max-width: 36rem) {
.bars tr { display: grid; grid-template-columns: minmax(0, 1fr) repeat(3, auto); gap: 0 .75rem; padding: .2rem 0; } .bars td.bar, .bars thead td { grid-column: 1 / -1; grid-row: 2; min-width: 0; }
.bars th, .bars td { padding: 0; font-size: .85rem; width: auto; } .log { margin: 0 1.25rem; }
.scroll table { min-width: 100%; } .scroll td, .scroll th { white-space: normal; min-width: 0; }
}`;

const darker = `
@media screen and (prefers-color-scheme: dark) { .pattern { background-color: var(--dark); } }`;

const paper = `
@media print {
.tabs, .side, .presets, .share button, .look, .late, .fault, .glance { display: none; } .explorer { display: block; } [hidden] { display: none; }
.share pre { white-space: pre-wrap; } .stale { opacity: 1; }
}`;

/** That of a report, and what is on this page alone. */
export const explorerStyle = [pageStyle, tabs, layout, controls, bars, narrow, darker, paper]
  .map((rules) => rules.trim())
  .join('\n');
