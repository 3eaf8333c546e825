import { lastResult, LONG_TESTS } from './long-tests/last-result.js';
import { writeOrCheck } from './generated-section.js';

// Writes the last results of the long tests into docs/reliability.md; with --check says when it shows others.
const BEGIN = '<!-- last results -->';
const END = '<!-- end of last results -->';

const tables = LONG_TESTS.map((name) => {
  const result = lastResult(name);
  if (result === null) return `No result of the ${name} has been recorded.`;
  const { command, on, version, machine, figures } = result;
  return [
    `\`${command}\`, ${on}, version ${version} and what came since, ${machine}:`,
    '',
    '| | |',
    '| --- | --- |',
    ...Object.entries(figures).map(([what, value]) => `| ${what} | ${value} |`),
  ].join('\n');
});

writeOrCheck({
  file: 'docs/reliability.md',
  begin: BEGIN,
  end: END,
  text: [BEGIN, ...tables, END].join('\n\n'),
  staleMessage: 'docs/reliability.md shows other results than docs/long-tests: run npm run docs:reliability.',
});
