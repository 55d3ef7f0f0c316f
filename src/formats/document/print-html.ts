import { createHash } from 'node:crypto'
import { escapeMarkup } from './escape.ts'
import type { Block, Document } from './model.ts'
import { printSvg } from './print-svg.ts'

const STYLE = `
:root{color-scheme:light}
body{margin:2rem auto;max-width:56rem;padding:0 1rem;overflow-wrap:anywhere}
body{color:#1b1f24;background:#fff;font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:0}
h2{font-size:1.25rem;margin:2rem 0 .5rem}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
p.subtitle{color:#57606a;margin:.25rem 0 1.5rem}
p.verdict{border-left:.3rem solid #0a4f9e;padding:.3rem 0 .3rem .9rem;font-size:1.15rem;font-weight:600}
p.warning{border-left:.3rem solid #9a3412;padding-left:.9rem}
figure,.table{margin:1rem 0;overflow-x:auto}
svg{max-width:100%;height:auto;font-family:system-ui,sans-serif}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption,figcaption{text-align:left;color:#57606a;font-size:.9rem;padding:.3rem 0}
th,td{border-bottom:1px solid #d0d7de;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:normal}
th.right,td.right{text-align:right}
@media print{body{margin:0;max-width:none;font-size:10pt}h2,h3{break-after:avoid}tr,figure,p.verdict{break-inside:avoid}}
`

/**
 * A document as one web page that loads nothing and runs nothing: its policy allows its own style, by hash, and
 * nothing else, and every text is escaped.
 */
export function printHtml(document: Document): string {
  const hash = createHash('sha256').update(STYLE).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="${escapeMarkup(document.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(policy)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(document.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(document.title)}</h1>
<p class="subtitle">${escapeMarkup(document.subtitle)}</p>
${document.blocks.map(printBlock).join('\n')}
</main>
</body>
</html>
`
}

function printBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeMarkup(block.text)}</h${block.level}>`
    case 'paragraph': {
      const tone =
        block.tone === undefined || block.tone === 'plain' ? '' : ` class="${block.tone}"`
      return `<p${tone}>${escapeMarkup(block.text)}</p>`
    }
    case 'list': {
      const items = block.items.map(({ term, text }) => {
        const head = term === undefined ? '' : `<strong>${escapeMarkup(term)}.</strong> `
        return `<li>${head}${escapeMarkup(text)}</li>`
      })
      return `<ul>\n${items.join('\n')}\n</ul>`
    }
    case 'table':
      return printTable(block)
    case 'figure':
      return `<figure>${printSvg(block.drawing)}<figcaption>${escapeMarkup(block.caption)}</figcaption></figure>`
  }
}

function printTable({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const classOf = (index: number): string =>
    columns[index]?.align === 'right' ? ' class="right"' : ''
  const head = columns
    .map(({ title }, at) => `<th scope="col"${classOf(at)}>${escapeMarkup(title)}</th>`)
    .join('')
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, at) => `<td${classOf(at)}>${escapeMarkup(cell)}</td>`).join('')}</tr>`,
  )
  const label = escapeMarkup(caption)
  return `<div class="table" role="region" aria-label="${label}" tabindex="0">
<table><caption>${label}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`
}
