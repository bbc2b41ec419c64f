import type { Page } from './page.ts';

/** A text as CSS writes strings; nothing in it can end the style sheet. */
const cssString = (text: string): string =>
  `"${text.replace(/[^ !#-;=?-[\]-~\u00a0-\uffff]/g, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `)}"`;

/** How a report looks: on a screen or a phone, light or dark, and on paper. */
export const styleOf = (
  { size, isLandscape }: Page,
  title: string,
  [before, between, after]: readonly [string, string, string],
): string => `
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2125;--faint:#d5dade;--quiet:#5b646c;--band:#f3f5f7;--value:#33669a;--in:#1f7a4d;--out:#b3472f;--low:#a33a00}
@media (prefers-color-scheme:dark){:root{--paper:#16191c;--ink:#e8eaec;--faint:#3a4046;--quiet:#a4adb5;--band:#20252a;--value:#7fb2e5;--in:#63c08d;--out:#f0917a;--low:#ffb077}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Zen Hei",sans-serif;overflow-wrap:anywhere}
main{max-width:80rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}
h1{font-size:1.6rem;margin:0 0 .75rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 1.5rem}
dt{color:var(--quiet)}
dd{margin:0}
table{width:100%;border-collapse:collapse;margin:0 0 1rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;font-size:1.1rem;padding:.75rem 0 .4rem}
th,td{padding:.3rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--faint);overflow-wrap:normal}
.w{overflow-wrap:anywhere;min-width:6.2em}
.scroll{overflow-x:auto}
thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}
.n{text-align:right}
td.n{white-space:nowrap}
.g th{background:var(--band);padding-top:.5rem}
.s th,.s td{font-weight:600}
.t th,.t td{font-weight:700;border-top:2px solid var(--ink)}
.low{color:var(--low);font-weight:600}
.note,.empty{color:var(--quiet)}
.blank{display:none}.always{display:table-cell}
figure{margin:1.25rem 0;break-inside:avoid}
figcaption{font-weight:600;margin-bottom:.5rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:0 2.5rem}
svg.chart{width:100%;max-width:34rem;height:auto;display:block}
svg.trend{width:84px;height:16px;vertical-align:middle}
svg text{font:11px system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Zen Hei",sans-serif;fill:var(--ink)}
.f-value{fill:var(--value)}.f-in{fill:var(--in)!important}.f-out{fill:var(--out)!important}
.l{fill:none;stroke-width:1}.l-value{stroke:var(--value);stroke-width:1.4}.l-faint{stroke:var(--faint)}.l-text{stroke:var(--ink)}
.sign{display:flex;flex-wrap:wrap;gap:1.5rem 2.5rem;margin-top:2.5rem;break-inside:avoid}
.sign div{flex:1 1 12rem;display:flex;gap:.5rem;align-items:end;padding-bottom:.2rem}
.sign div::after{content:"";flex:1;border-bottom:1px solid var(--ink);min-width:6rem}
@media screen and (max-width:52rem){
main{padding:1rem .75rem 2rem}
table,thead,tbody,tr,th,td,caption{display:block}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
tr{border-bottom:1px solid var(--faint);padding:.4rem 0}
th,td,.n{border:0!important;padding:.1rem 0;text-align:left;overflow-wrap:anywhere}
.w{min-width:0}
td[data-label],th[data-label]{display:grid;grid-template-columns:9rem 1fr;gap:.5rem;white-space:normal}
td[data-label]::before,th[data-label]::before{content:attr(data-label);color:var(--quiet);font-weight:400}
td:empty{display:none}
.g{padding:0}.g th{padding:.5rem!important}
}
@media print{
:root{color-scheme:light;--paper:#fff;--ink:#000;--faint:#bbb;--quiet:#333;--band:#eee;--value:#33669a;--in:#1f7a4d;--out:#b3472f;--low:#000}
body{font-size:8.5pt;line-height:1.3;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{max-width:none;padding:0}
h1{font-size:15pt}
th,td{padding:1.2mm 1.2mm}
thead{display:table-header-group}
.scroll{overflow:visible}
tr{break-inside:avoid}
.g{break-after:avoid}
.s,.t{break-before:avoid}
.blank{display:table-cell;min-width:16mm}
svg.chart{max-width:110mm}
svg.trend{width:18mm;height:3.5mm}
}
@page{size:${size.name} ${isLandscape ? 'landscape' : 'portrait'};margin:14mm 12mm 16mm;@bottom-left{content:${cssString(title)};font:8pt system-ui,sans-serif}@bottom-right{content:${cssString(before)} counter(page) ${cssString(between)} counter(pages) ${cssString(after)};font:8pt system-ui,sans-serif}}
`;
