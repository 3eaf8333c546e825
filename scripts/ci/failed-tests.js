import { readFileSync } from 'node:fs';

/**
 * `node scripts/ci/failed-tests.js REPORT`: the files that failed in a report of jest (`--json --outputFile`), one a line.
 * Nothing where none did. Node's own parser reads it: messages of tests hold lone surrogates, at which jq ends.
 */
const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const { status, name } of testResults) if (status === 'failed') process.stdout.write(`${name}\n`);
