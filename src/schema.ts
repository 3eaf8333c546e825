import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { readConfig } from './common/config/config.js';
import { schemaText } from './common/graphql/schema/schema-text.js';
import { createApp } from './create-app.js';

/**
 * `npm run schema` writes schema.gql from the code; `npm run schema -- --check` compares and ends with 1 when they
 * differ.
 */
const FILE = 'schema.gql';
const HEADER = '# Generated from the code by `npm run schema`. Do not edit.\n\n';

const directory = mkdtempSync(join(tmpdir(), 'parley-schema-'));
const app = await createApp(readConfig({ NODE_ENV: 'test', DATA_DIR: directory, ROLE: 'api', LOG_LEVEL: 'error' }));
await app.init();
const schema = HEADER + schemaText(app.get(GraphQLSchemaHost).schema);
await app.close();
rmSync(directory, { recursive: true, force: true });

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== schema) {
    process.stderr.write('schema.gql is not what the code says. Run npm run schema and commit it.\n');
    process.exit(1);
  }
} else {
  writeFileSync(FILE, schema);
}
process.exit(0);
