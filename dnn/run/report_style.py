"""How a report looks: on a screen, wide or narrow, light or dark, and on paper."""

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --faint: #666666;
  --line: #d5d5d5; --card: #f5f6f7; --mark: 0, 114, 178; --good: #0b6e4f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #16181b; --faint: #a5a9ae;
  --line: #3a3e43; --card: #202328; --mark: 86, 180, 233; --good: #58c9a1; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; background: var(--paper);
  color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC",
  "PingFang SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); }
p { margin: .4rem 0; }
.faint { color: var(--faint); }
.doctor { background: var(--card); border-left: 4px solid rgb(var(--mark)); padding: .7rem 1rem;
  border-radius: 4px; margin: 1rem 0; }
.doctor.well { border-color: var(--good); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .8rem .25rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; }
th, td { white-space: nowrap; overflow-wrap: normal; }
table.values td:last-child { white-space: normal; overflow-wrap: anywhere; }
table.counts th { white-space: normal; overflow-wrap: break-word; max-width: 11rem; }
table.counts td { text-align: center; padding: .35rem .7rem; border: 1px solid var(--line); }
pre { background: var(--card); padding: .6rem .8rem; border-radius: 4px; white-space: pre-wrap;
  margin: .4rem 0; font: .9em/1.45 ui-monospace, Menlo, Consolas, monospace; }
img { max-width: 100%; height: auto; background: #ffffff; border-radius: 4px; }
strong.changed { color: rgb(var(--mark)); }
@media (max-width: 40rem) { td:first-child { white-space: normal; min-width: 7rem; } }
@media print { :root { --ink: #000; --paper: #fff; --faint: #444; --line: #bbb; --card: #f3f3f3;
  --mark: 0, 114, 178; --good: #0b6e4f; } body { max-width: none; padding: 0; font-size: 11pt; }
  h2 { break-after: avoid; } img, tr, .doctor { break-inside: avoid; }
  .scroll { overflow: visible; } img { max-height: 38vh; width: auto; }
  table { font-size: .85em; } th, td { white-space: normal; overflow-wrap: break-word; }
  td:first-child { overflow-wrap: anywhere; } table.counts th { max-width: 6rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
