// The stylesheet of all pages: light and dark, phone and desk, screen and paper.

export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7;
  --raised: #f1efe9;
  --ink: #1d1c1a;
  --faint: #5c5952;
  --line: #d9d5cb;
  --link: #0b5e56;
  --mark: #ffe9a3;
  --serif: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif;
  --mono: ui-monospace, 'Cascadia Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151719;
    --raised: #1f2225;
    --ink: #e5e2da;
    --faint: #a8a49b;
    --line: #363a3e;
    --link: #7fd1c4;
    --mark: #5a4800;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto;
  max-width: 42rem;
  min-height: 100vh;
  padding: 0 1.25rem;
  display: flex;
  flex-direction: column;
  font: 1.125rem/1.6 var(--serif);
  overflow-wrap: break-word;
}
main { flex: 1; min-width: 0; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
a:hover { text-decoration-thickness: 0.12em; }
:focus-visible { outline: 0.15rem solid var(--link); outline-offset: 0.15rem; border-radius: 0.1rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2em 0 0.6em; text-wrap: balance; }
h1 { font-size: 2rem; margin-top: 0; }
h2 { font-size: 1.45rem; }
h3 { font-size: 1.2rem; }
h4, h5, h6 { font-size: 1rem; }
p, ul, ol, blockquote, pre, .table { margin: 0 0 1.1em; }
ul, ol { padding-left: 1.6em; }
li > ul, li > ol { margin-bottom: 0; }
li.task { list-style: none; margin-left: -1.3em; }
blockquote { padding-left: 1rem; border-left: 0.2rem solid var(--line); color: var(--faint); }
hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
code, pre, kbd { font-family: var(--mono); font-size: 0.86em; }
code { background: var(--raised); padding: 0.1em 0.3em; border-radius: 0.2rem; }
pre { background: var(--raised); padding: 0.9rem 1rem; border-radius: 0.3rem; overflow-x: auto; line-height: 1.45; }
pre code { background: none; padding: 0; font-size: 1em; }
pre.source { white-space: pre-wrap; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.95em; }
th, td { padding: 0.35em 0.8em; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
th:first-child, td:first-child { padding-left: 0; }
.align-center { text-align: center; }
.align-right { text-align: right; }
mark { background: var(--mark); color: inherit; padding: 0 0.1em; border-radius: 0.15rem; }
a.image::before { content: '▣ '; }

.skip { position: absolute; left: -100vw; top: 0; padding: 0.5rem 1rem; background: var(--paper); z-index: 1; }
.skip:focus { left: 0; }
header.site { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1.5rem; padding: 1.5rem 0 1.25rem; margin-bottom: 2rem; border-bottom: 1px solid var(--line); }
header.site, footer.site, .meta, .pager, .tags { font-family: var(--mono); font-size: 0.85rem; }
header.site a { color: inherit; text-decoration: none; padding: 0.25rem 0; }
header.site a:hover { text-decoration: underline; }
header.site .name { font-size: 1.05rem; font-weight: bold; margin-right: auto; }
header.site .name::before { content: '› '; color: var(--link); }
header.site nav { display: flex; gap: 1.1rem; }
footer.site { margin-top: 4rem; padding: 1rem 0 2rem; border-top: 1px solid var(--line); color: var(--faint); }
footer.site p { margin: 0; }
footer.site code { font-size: 1em; overflow-wrap: anywhere; }
.meta { color: var(--faint); line-height: 1.7; margin-bottom: 0.8rem; }
.meta a { color: inherit; }
.meta > span { white-space: nowrap; }
.meta > :not(:last-child)::after { content: ' ·'; }
.entry { margin-bottom: 2.75rem; }
.entry h2 { margin: 0 0 0.3rem; font-size: 1.4rem; }
.entry h2 a { color: inherit; text-decoration: none; }
.entry h2 a:hover { text-decoration: underline; color: var(--link); }
.entry p { margin-bottom: 0.5rem; }
.tags { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.35rem 0.9rem; }
.tags a { padding: 0.2rem 0; }
.pager { display: flex; justify-content: space-between; gap: 1rem; margin-top: 3rem; }
.pager a { padding: 0.4rem 0; }
.post > header { margin-bottom: 2rem; }
.post h1 { margin-bottom: 0.6rem; }
.text > :first-child { margin-top: 0; }
.text :is(p, li, h2, h3, h4, h5, h6, td, th) { unicode-bidi: plaintext; }
.comments { margin-top: 4rem; border-top: 1px solid var(--line); padding-top: 1.5rem; }
.comments > h2 { margin-top: 0; }
.comments ol { list-style: none; padding: 0; margin: 0; }
.comments ol ol { padding-left: clamp(0.6rem, 3vw, 1.5rem); border-left: 1px solid var(--line); }
.comment { margin: 0 0 1.5rem; font-size: 1rem; }
.comment:target { background: var(--raised); box-shadow: 0 0 0 0.5rem var(--raised); }
.comment .meta { margin-bottom: 0.3rem; font-size: 0.8rem; }
.comment .text > :last-child { margin-bottom: 0; }
.bio { white-space: pre-line; margin-bottom: 2.5rem; }
.gone { color: var(--faint); font-style: italic; }
form.search { display: flex; gap: 0.5rem; margin-bottom: 2.5rem; }
form.search input, form.search button { font: 1rem/1.4 var(--mono); color: inherit; background: var(--paper); border: 1px solid var(--faint); border-radius: 0.3rem; padding: 0.5rem 0.75rem; }
form.search input { flex: 1; min-width: 0; }
form.search button { background: var(--raised); cursor: pointer; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

@media print {
  :root { --paper: #fff; --raised: #f4f4f4; --ink: #000; --faint: #444; --line: #bbb; --link: #000; }
  body { max-width: none; font-size: 11pt; }
  header.site nav, footer.site, .pager, .skip, form.search { display: none; }
  pre { white-space: pre-wrap; }
  h1, h2, h3, h4 { break-after: avoid; }
  pre, blockquote, table, .comment { break-inside: avoid; }
  .post .text a[href^='http']::after { content: ' (' attr(href) ')'; font-size: 0.85em; overflow-wrap: anywhere; }
}
`;
