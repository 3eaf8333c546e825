import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * `npm run sbom [-- FILE]`: the bill of materials of Parley, by npm's own `npm sbom`, as CycloneDX
 * (dist/sbom.cdx.json unless said). It goes by package-lock.json: the same commit always has the same packages.
 * Those for development are marked so (`cdx:npm:package:development`): the console is built of some.
 */
const root = join(import.meta.dirname, '..');
const file = process.argv[2] ?? join(root, 'dist', 'sbom.cdx.json');
const options = ['--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
const bill = execFileSync('npm', ['sbom', ...options], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const { components } = JSON.parse(bill);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, bill);
process.stdout.write(`${file}: ${components.length} packages\n`);
