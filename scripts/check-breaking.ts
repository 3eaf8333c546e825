import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { breakingChanges, judge, type AnnouncedBreak } from './schema/breaking-changes.js';

/**
 * `npm run check:breaking`: compares schema.gql with that of the last version and ends with 1 where something breaks that
 * docs/api-policy.md does not allow. The last version is the last tag; before the first, the commit that wrote the
 * newest version's heading into CHANGELOG.md. `--against FILE` compares with a file instead.
 */
const ANNOUNCED = 'scripts/schema/announced-breaks.json';
const VERSION_HEADING = /^## (?<version>\d+\.\d+\.\d+)\b.*$/m;

const { name, text } = baseline();
const announced = JSON.parse(readFileSync(ANNOUNCED, 'utf8')) as AnnouncedBreak[];
const changes = await breakingChanges(text, readFileSync('schema.gql', 'utf8'));
const { unannounced, stale } = judge(changes, announced);
process.stdout.write(
  `schema.gql against ${name}: ${changes.length} breaking changes, ${unannounced.length} of them not announced.\n`,
);
for (const { type, path, message } of unannounced) process.stderr.write(`  ${type} ${path}: ${message}\n`);
for (const { type, path } of stale)
  process.stderr.write(`  ${ANNOUNCED}: ${type} ${path} breaks nothing; remove it.\n`);
if (unannounced.length > 0) {
  process.stderr.write('Keep the former form beside the new one, deprecated: docs/api-policy.md says how.\n');
}
if (unannounced.length + stale.length > 0) process.exitCode = 1;

function baseline(): { name: string; text: string } {
  const at = process.argv.indexOf('--against');
  const file = process.argv[at + 1];
  if (at > 0 && file !== undefined) return { name: file, text: readFileSync(file, 'utf8') };
  if (!existsSync('.git')) fail('this is no clone: there is nothing to compare with. Give --against FILE.');
  if (git('rev-parse', '--is-shallow-repository').trim() === 'true') {
    process.stdout.write(
      'Not compared: this clone is shallow. `git fetch --unshallow --tags` brings what is missing.\n',
    );
    process.exit(0);
  }
  const revision = lastTag() ?? commitOfVersion();
  return { name: revision, text: git('show', `${revision}:schema.gql`) };
}

function lastTag(): string | null {
  const [tag] = git('tag', '--merged', 'HEAD', '--sort=-v:refname', '--list', 'v*').trim().split('\n');
  return tag === undefined || tag === '' ? null : tag;
}

function commitOfVersion(): string {
  const heading = VERSION_HEADING.exec(readFileSync('CHANGELOG.md', 'utf8'))?.[0];
  if (heading === undefined) fail('CHANGELOG.md names no version.');
  const commits = git('log', '--reverse', '--format=%h', `-S${heading}`, '--', 'CHANGELOG.md').trim().split('\n');
  const [commit = ''] = commits;
  if (commit === '') fail(`no commit of this clone wrote "${heading}" into CHANGELOG.md: fetch the whole history.`);
  return commit;
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
