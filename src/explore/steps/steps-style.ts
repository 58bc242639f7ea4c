/** Looks of the view: colours of the states as in the chart of a timeline; what a state is stands beside it in words, and its pattern survives grey. */
export const stepsStyle = `
.steps { --busy: #56b4e9; --padding: #e69f00; --empty: #cfe9f7; --starved: #a5487f; --block: #1a1a1a; --soft: #e4eef5; --go: #0969da; }
.steps h2 { margin-top: 1rem; }
.steps .controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
.steps button, .steps select, .steps input { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .25rem .5rem; }
.steps button { cursor: pointer; } .steps button:disabled { opacity: .45; cursor: default; }
.steps .play { position: sticky; top: 0; z-index: 3; background: var(--paper); border-bottom: 1px solid var(--line); padding: .4rem 0; }
.steps .play input[type=range] { flex: 1 1 10rem; min-width: 8rem; padding: 0; } .steps .play input[type=number] { width: 5rem; }
.steps .play button { min-width: 2.75rem; min-height: 2.25rem; }
.steps .machine { display: grid; grid-template-columns: minmax(18rem, 24rem) 1fr; gap: 1rem; align-items: start; margin: 1rem 0; }
.steps .pes { display: grid; grid-template-columns: repeat(var(--pes), minmax(0, 24rem)); gap: .75rem; margin: .75rem 0; }
.steps svg { display: block; width: 100%; } .steps svg.pe { max-width: 24rem; } .steps svg.control { max-width: 30rem; }
.steps svg text { fill: var(--ink); font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
.steps .name { font-size: 14px; font-weight: 600; } .steps .state { font-size: 12px; font-weight: 600; }
.steps .part { font-size: 10px; fill: var(--faint); } .steps .small { font-size: 11px; } .steps .tiny { font-size: 9px; }
.steps .frame { fill: var(--panel); stroke: var(--line); } .steps svg:hover .frame, .steps svg:focus .frame { stroke: var(--go); stroke-width: 2; }
.steps svg:focus { outline: none; } .steps svg:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 6px; }
.steps .cell { fill: var(--paper); stroke: var(--line); stroke-width: 1; }
.steps .cell.blank { stroke-dasharray: 3 3; fill: none; } .steps .cell.head { stroke: var(--ink); }
.steps .cell.works { stroke: var(--ink); stroke-width: 2.5; fill: color-mix(in srgb, var(--busy) 45%, var(--paper)); }
.steps .cell.padding { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 6 2; fill: color-mix(in srgb, var(--padding) 45%, var(--paper)); }
.steps .cell.empty { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 2 2; fill: color-mix(in srgb, var(--empty) 60%, var(--paper)); }
.steps .cell.full { stroke: var(--ink); stroke-width: 3; } .steps .cell.zero { fill: none; stroke-dasharray: 1 3; } .steps .cell.sent { fill: var(--soft); }
.steps .scan-row { fill: none; stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 2; }
.steps .wire { fill: none; stroke: var(--line); stroke-width: 1.5; } .steps .wire.taken { stroke: #d55e00; stroke-width: 3.5; } .steps .part.taken { fill: var(--ink); font-weight: 700; }
.steps .state-mark { stroke: var(--ink); stroke-width: .5; } .steps .state-mark.busy { fill: var(--busy); } .steps .state-mark.padding { fill: var(--padding); }
.steps .state-mark.emptyColumn { fill: var(--empty); stroke-dasharray: 2 2; } .steps .state-mark.starved { fill: var(--starved); } .steps .state-mark.blocks { stroke: var(--ink); stroke-width: 3; }
.steps .strip { width: 100%; cursor: pointer; background: var(--panel); border: 1px solid var(--line); }
.steps .strip .state-mark { stroke: none; } .steps .strip .state-mark.blocks, .steps .legend .state-mark.blocks { fill: var(--ink); } .steps .strip .now { fill: none; stroke: var(--ink); stroke-width: 2; vector-effect: non-scaling-stroke; }
.steps .legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .35rem 0; list-style: none; font-size: .85rem; color: var(--faint); }
.steps .legend svg { display: inline-block; width: 1em; height: 1em; vertical-align: -.1em; margin-right: .35em; }
.steps .now-list { list-style: none; margin: 0; padding: 0; } .steps .now h3 { margin: 0 0 .25rem; } .steps .now-list li { padding: .1rem .5rem; font-size: .95rem; line-height: 1.4; border-left: 3px solid transparent; }
.steps .now-list li.seen { border-color: var(--go); background: var(--panel); } .steps .now-list b { display: inline-block; margin-right: .35em; }
.steps .energy-bar { display: flex; height: 1.25rem; max-width: 40rem; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; overflow: hidden; }
.steps .energy-bar i { display: block; height: 100%; padding: 0; } .steps svg.control, .steps .energy th i { padding: 0; } .steps .energy th i { display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; }
.steps .energy-bar i, .steps .energy th i { background-image: none; background-size: 6px 6px; }
.steps i.sram { background-image: linear-gradient(45deg, #fff6 25%, #fff0 25% 50%, #fff6 50% 75%, #fff0 75%); }
.steps i.registers { background-image: radial-gradient(#fff9 25%, #fff0 27%); }
.steps i.control { background-image: linear-gradient(#0004 20%, #fff0 20%); }
.steps i.leakage { background-image: linear-gradient(90deg, #fff8 25%, #fff0 25%); }
.steps .figure { font-size: 1.2rem; margin: .5rem 0; font-variant-numeric: tabular-nums; }
.steps .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem 2rem; }
.steps .numbers table, .steps .editor table { min-width: 0; }
.steps .editor input[type=text] { width: 4.2rem; text-align: right; } .steps .editor td, .steps .editor th { padding: .1rem .2rem; } .steps .editor input[type=number] { width: 4.5rem; }
.steps input[aria-invalid=true] { border: 2px solid #cf222e; } .steps .faults { color: #cf222e; } .steps .faults p { margin: .2rem 0; }
.steps .look { margin: .35rem 0; font-size: .95rem; } .steps details.editor, .steps details.files { font-size: 1rem; }
#steps-tip { position: fixed; z-index: 9; pointer-events: none; background: #1f2328; color: #ffffff; border: 1px solid #59636e; padding: .4rem .6rem; border-radius: 4px; font-size: .85rem; max-width: min(22rem, 90vw); }
#steps-tip[hidden] { display: none; } #steps-tip small { color: #b7c0ca; display: block; margin-top: .25rem; }
@media (max-width: 44rem) { .steps .machine { grid-template-columns: 1fr; } }
@media (max-width: 62rem) { .steps .pes { grid-template-columns: repeat(min(2, var(--pes)), minmax(0, 24rem)); } }
@media (max-width: 36rem) { .steps .pes { grid-template-columns: 1fr; } .steps svg.pe { max-width: none; } }
@media screen and (prefers-color-scheme: dark) {
.steps { --block: #e6edf3; --soft: #26303a; --go: #58a6ff; --empty: #9fc4d8; --starved: #c46ba0; }
.steps input[aria-invalid=true] { border-color: #ff7b72; } .steps .faults { color: #ff7b72; }
}
@media print {
.steps .play, .steps .editor, .steps .files, .steps .choices, #steps-tip, .tabs { display: none; }
.steps .machine { grid-template-columns: 20rem 1fr; } .steps .pes { grid-template-columns: repeat(4, 1fr); gap: .3rem; } .steps svg, .steps .numbers > * { break-inside: avoid; }
.steps .printed { display: block; }
}
@media not print { .steps .printed { display: none; } }
`.trim();
