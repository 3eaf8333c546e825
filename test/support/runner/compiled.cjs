const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { fileURLToPath } = require('node:url');
const { version } = require('typescript');

const ROOT = join(__dirname, '..', '..', '..');
const DIRECTORY = join(ROOT, 'node_modules', '.cache', 'parley-tests');
const SETTINGS = readFileSync(join(ROOT, 'tsconfig.json'), 'utf8');

/** JavaScript of a TypeScript file, kept beside its source map until file, settings or compiler change. */
exports.compiled = function compiled(path) {
  const source = readFileSync(path, 'utf8');
  const kept = keptAt(path, source);
  if (!existsSync(kept)) {
    const { code, map } = compile(path, source);
    mkdirSync(DIRECTORY, { recursive: true });
    writeWhole(`${kept}.map`, map);
    writeWhole(kept, code);
  }
  return readFileSync(kept, 'utf8');
};

/** Which file holds the source map of another, as Jest asks for the lines of errors. */
exports.SourceMaps = class SourceMaps extends Map {
  get(name) {
    const path = name.startsWith('file:') ? fileURLToPath(name) : name;
    if (!path.endsWith('.ts') || !existsSync(path)) return undefined;
    const map = `${keptAt(path, readFileSync(path, 'utf8'))}.map`;
    return existsSync(map) ? map : undefined;
  }
};

function keptAt(path, source) {
  const parts = [version, SETTINGS, path, source];
  return join(DIRECTORY, createHash('sha256').update(JSON.stringify(parts)).digest('hex'));
}

function compile(path, source) {
  const ts = require('typescript');
  const { config } = ts.parseConfigFileTextToJson('tsconfig.json', SETTINGS);
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    fileName: path,
    compilerOptions: {
      ...ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT).options,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
  });
  const map = { ...JSON.parse(sourceMapText), sources: [path], sourceRoot: '' };
  return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: JSON.stringify(map) };
}

/** Workers compile side by side: no one reads half a file. */
function writeWhole(path, text) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}
