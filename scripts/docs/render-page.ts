import { Marked } from 'marked';
import { gfmHeadingId } from 'marked-gfm-heading-id';

const HEADING = /^# (?<title>.+)$/m;
/** A row that begins with an error's code, with or without a subcode, can be linked to by it: `#190`, `#100-33`. */
const ROW_OF_CODE = /<tr>\s*<td>(?<code>\d+)(?<subcode>\/\d+)?<\/td>/g;
/** A page of ours, with or without a place in it. */
const OWN_PAGE = /^(?<page>[\w./-]+)\.md(?<place>#.*)?$/;

/** First heading of a page of docs/, without its marks. */
export function titleOf(markdown: string): string {
  return (HEADING.exec(markdown)?.groups?.title ?? 'Parley').replaceAll('`', '');
}

/**
 * HTML of a page of docs/: headings have the ids that GitHub gives them, rows that begin with a number have that, links
 * to other pages go to their HTML. `up` leads from the page to the folder of all.
 */
export function renderPage(markdown: string, up: string): string {
  const marked = new Marked({ gfm: true }, gfmHeadingId(), {
    walkTokens: (token) => {
      if (token.type === 'link') token.href = linkTo(String(token.href));
    },
  });
  const body = marked
    .parse(markdown, { async: false })
    .replace(
      ROW_OF_CODE,
      (_row, code: string, subcode = '') => `<tr id="${code}${subcode.replace('/', '-')}"><td>${code}${subcode}</td>`,
    );
  return pageWith(titleOf(markdown), wideTables(body), up);
}

/** HTML of a page with a title and a body; `up` leads from the page to the folder of all. */
export function pageWith(title: string, body: string, up: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Parley</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${up}docs.css">
</head>
<body>
<nav><a href="${up}./">Parley</a></nav>
<main>
${body}
</main>
</body>
</html>
`;
}

function linkTo(href: string): string {
  const { page, place = '' } = OWN_PAGE.exec(href)?.groups ?? {};
  return page === undefined ? href : `${page}${place}`;
}

/** A table that is wider than the window is moved, and not the page; by keyboard too. */
function wideTables(html: string): string {
  return html
    .replaceAll('<table>', '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>')
    .replaceAll('</table>', '</table></div>');
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
