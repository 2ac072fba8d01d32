/** The look of a page: the app's colours and measures (components/tokens.css), dark and light, on screen and paper. */
export const pageStyle = `
:root{color-scheme:light dark;--page:light-dark(#f7f6f2,#131418);--surface:light-dark(#fefdfb,#1a1b21);--sunken:light-dark(#f0eee8,#0e0f12);--text:light-dark(#1d1e24,#e9e8e4);--muted:light-dark(#5b5c66,#a6a7b0);--border:light-dark(#e4e1d9,#2c2e37);--strong:light-dark(#cbc7bc,#434652);--accent:light-dark(#3546c4,#9aa6ff);--success:light-dark(#1a7546,#5fcb93);--stale:light-dark(#8a5a00,#f0b84d);--mono:ui-monospace,'SF Mono','Cascadia Code',Menlo,Consolas,'DejaVu Sans Mono',monospace}
*,::before,::after{box-sizing:border-box}
body{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem;background:var(--page);color:var(--text);font:400 .875rem/1.6 ui-sans-serif,system-ui,-apple-system,'Segoe UI','Apple SD Gothic Neo','Noto Sans KR','Malgun Gothic',sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
h1,h2,h3,h4{margin:0 0 .75rem;line-height:1.25;letter-spacing:-.01em}
h1{font-size:1.625rem}h2{font-size:1.25rem}h3{font-size:1rem}
p{margin:0 0 .75rem}a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
header{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.5rem 1.5rem;margin-bottom:1.25rem}
header h1{margin:0}
.open{max-width:32rem;margin:0;color:var(--muted);font-size:.75rem}
.cell{margin:0 0 1rem}
.box{overflow:hidden;border:1px solid var(--border);border-radius:10px;background:var(--surface)}
.prose>*{max-width:44rem}
.prose table,.table{display:block;overflow:auto}
.prose th,.prose td{border:1px solid var(--border)}
blockquote{margin:0 0 .75rem;padding-left:.75rem;border-left:3px solid var(--strong);color:var(--muted)}
img{max-width:100%;height:auto}
code,pre{font-family:var(--mono);font-size:.8125rem}
pre{margin:0;padding:.75rem;overflow:auto;line-height:1.55;tab-size:2}
.prose pre,.prose code{border-radius:4px;background:var(--sunken)}
.prose code{padding:.1em .3em}.prose pre code{padding:0}.prose pre{margin:0 0 .75rem}
.text{padding:0;max-height:24rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.75rem}
summary{color:var(--muted);cursor:pointer}
.box>details>summary,.lineage-part>summary{padding:.375rem .75rem;font-size:.75rem}
.lineage-part{margin:0 0 1.25rem}
.lineage-part>div{overflow:auto;padding:.5rem}
.output{display:grid;grid-template-columns:minmax(0,1fr);gap:.5rem;padding:.625rem .75rem .75rem;border-top:1px solid var(--border)}
.output>*{min-width:0}
.state{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .75rem;margin:0;color:var(--muted);font-size:.75rem}
.state strong{color:var(--text);font-size:.8125rem}
.made-word{color:var(--success)}
.note{margin:.25rem 0 0;color:var(--muted);font-size:.75rem}
table{border-collapse:collapse;font-size:.8125rem}
.table{width:fit-content;max-width:100%;max-height:30rem;border:1px solid var(--border);border-radius:6px}
th,td{padding:.25rem .625rem;border-bottom:1px solid var(--border);text-align:left;white-space:nowrap}
td{max-width:24rem;overflow:hidden;text-overflow:ellipsis}
.table th{position:sticky;top:0;background:var(--sunken);font-weight:600}
.table tr:last-child td{border-bottom:0}
.number{text-align:right}
iframe{display:block;width:100%;height:auto;border:1px solid var(--border);border-radius:4px;background:var(--surface)}
dl{margin:0;font-size:.8125rem}
dl>div{display:grid;grid-template-columns:minmax(6rem,11rem) minmax(0,1fr);gap:.25rem .75rem;padding:.3rem 0;border-top:1px solid var(--border)}
dt{color:var(--muted)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
.tree{font-family:var(--mono);font-size:.75rem;line-height:1.7}
.tree details>:not(summary){margin-left:1.1rem}
.tree summary{color:inherit}
.tree div{padding-left:.9rem}
.tree .key{color:var(--muted)}
.tree .number{color:var(--stale)}.tree .text{display:inline;padding:0;color:var(--success)}.tree .date,.tree .word{color:var(--accent)}
.lineage{max-width:none}
.lineage path{fill:none;stroke:var(--strong);stroke-width:1.5}
.lineage marker path{fill:var(--strong);stroke:none}
.lineage rect{fill:var(--surface);stroke:var(--strong)}
.lineage .missing rect{stroke-dasharray:4 3}
.lineage a:hover rect,.lineage a:focus-visible rect{stroke:var(--accent)}
.lineage text{fill:var(--text);font-size:12.5px;font-weight:600}
.lineage .state{fill:var(--muted);font-size:11px;font-weight:400}
.lineage .made .state{fill:var(--success)}
.tok-keyword,.tok-link{color:var(--accent)}.tok-string{color:var(--success)}.tok-number{color:var(--stale)}.tok-comment{color:var(--muted);font-style:italic}.tok-type{color:light-dark(#0f6b75,#63c8d3)}.tok-function{color:light-dark(#9a2f6c,#f08fc4)}.tok-strong{font-weight:650}.tok-emphasis{font-style:italic}
.cell:target .box{border-color:var(--accent)}
@media(max-width:640px){body{padding:1.25rem .875rem 3rem}dl>div{grid-template-columns:minmax(0,1fr)}}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;background:none;font-size:10pt}.open{display:none}.cell{break-inside:avoid-page}.table,.text{max-height:none;overflow:visible}pre{white-space:pre-wrap}td{white-space:normal}details::details-content{content-visibility:visible;display:block}}
`;
