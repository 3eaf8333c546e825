import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  isAbstractType,
  isObjectType,
  GraphQLError,
  Kind,
  LoneAnonymousOperationRule,
  NoUnusedFragmentsRule,
  parse,
  Source,
  specifiedRules,
  validate,
} from 'graphql';

/**
 * Generates test/generated, console/src/generated and clients/typescript/src/generated from schema.gql and every graphql() literal and fragment beside them: the type of what
 * each operation answers and of its variables. Runs before Jest, before tsc and after npm ci; nothing is written while nothing has changed.
 * An operation that the schema does not allow ends it with file, line and reason.
 */
const ROOT = join(import.meta.dirname, '..', '..', '..');

const CONFIG = {
  // What the server writes as JSON; a field of a scalar that is missing here fails.
  scalars: { ID: 'string', DateTime: 'string', PhoneNumber: 'string', URL: 'string', JSON: 'unknown' },
  strictScalars: true,
  useTypeImports: true,
  importExtension: '.js',
  enumType: 'string-literal',
};

export default async function generateOperations() {
  await generate('test', { ...CONFIG, documentMode: 'string' });
  await generate(join('console', 'src'), CONFIG);
  const client = join('clients', 'typescript', 'src');
  await generate(client, { ...CONFIG, documentMode: 'string' });
  writeSchemaFacts(join(ROOT, client, 'generated', 'schema-facts.ts'));
}

async function generate(directory, config) {
  const output = join(ROOT, directory, 'generated');
  const fingerprintFile = join(output, 'fingerprint');
  const schemaText = readFileSync(join(ROOT, 'schema.gql'), 'utf8');
  const sources = findSources(directory);
  const fingerprint = fingerprintOf([schemaText, ...sources.map(({ body }) => body)]);
  if (readIfThere(fingerprintFile) === fingerprint) return;
  const [{ codegen }, { preset }] = await Promise.all([
    import('@graphql-codegen/core'),
    import('@graphql-codegen/client-preset'),
  ]);
  const schemaAst = buildSchema(schemaText);
  const documents = sources.map((source) => ({ location: source.name, rawSDL: source.body, document: parsed(source) }));
  refuseInvalid(schemaAst, documents);
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: `${output}/`,
    presetConfig: { fragmentMasking: false, skipIndexFile: true },
    schema: parse(schemaText),
    schemaAst,
    documents,
    config,
    plugins: [],
    pluginMap: {},
  });
  mkdirSync(output, { recursive: true });
  for (const section of sections) writeWhole(section.filename, await codegen(section));
  writeWhole(fingerprintFile, fingerprint);
}

/** What caches of front ends have to know of the schema: concrete types of the abstract ones, and types without an id. */
function writeSchemaFacts(path) {
  const schema = buildSchema(readFileSync(join(ROOT, 'schema.gql'), 'utf8'));
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const possibleTypes = Object.fromEntries(
    types.filter(isAbstractType).map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
  const embeddedTypes = types
    .filter((type) => isObjectType(type) && !roots.includes(type) && type.getFields().id === undefined)
    .map(({ name }) => name);
  writeWhole(
    path,
    `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes, null, 2)};
export const embeddedTypes: readonly string[] = ${JSON.stringify(embeddedTypes, null, 2)};
`,
  );
}

/** Every graphql() literal with the place where it stands, and every .graphql file. */
function findSources(directory) {
  const files = readdirSync(join(ROOT, directory), { recursive: true })
    .map((file) => join(directory, file))
    .filter((file) => /\.(tsx?|graphql)$/.test(file) && !file.startsWith(join(directory, 'generated')))
    .sort();
  return files.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    if (file.endsWith('.graphql')) return [new Source(text, file)];
    return [...text.matchAll(/\bgraphql\(\s*`([^`]*)`/g)].map((match) => {
      const before = text.slice(0, match.index + match[0].indexOf('`') + 1).split('\n');
      return new Source(match[1], file, { line: before.length, column: before.at(-1).length + 1 });
    });
  });
}

function parsed(source) {
  try {
    return parse(source);
  } catch (error) {
    throw new Error(error.toString(), { cause: error });
  }
}

function refuseInvalid(schema, documents) {
  const definitions = documents.flatMap(({ document }) => document.definitions);
  const rules = specifiedRules.filter((rule) => ![NoUnusedFragmentsRule, LoneAnonymousOperationRule].includes(rule));
  const nameless = definitions.filter(({ kind, name }) => kind === Kind.OPERATION_DEFINITION && name === undefined);
  const problems = [
    ...nameless.map((node) => new GraphQLError('An operation needs a name of its own.', { nodes: [node] })),
    ...documents
      .filter(({ rawSDL }) => rawSDL.includes('${'))
      .map(
        ({ document }) =>
          new GraphQLError('Spread a fragment instead of putting text together.', { nodes: [document] }),
      ),
    ...validate(schema, { kind: Kind.DOCUMENT, definitions }, rules, { maxErrors: 20 }),
  ];
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.toString()).join('\n\n'));
}

function fingerprintOf(texts) {
  const hash = createHash('sha256').update(readFileSync(import.meta.filename));
  for (const text of texts) hash.update(`${text.length} ${text}`);
  return hash.digest('hex');
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Others may be reading: they see the old file or the new one. */
function writeWhole(path, text) {
  if (readIfThere(path) === text) return;
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

if (process.argv[1] === import.meta.filename) {
  await generateOperations().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
