import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compiled } from './compiled.cjs';

/** Resolves a relative import as tsc and Vite do: `./x.js` and `./x` are `./x.ts` where there is one. */
export function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && context.parentURL && !context.parentURL.includes('/node_modules/')) {
    const url = new URL(specifier, context.parentURL);
    const stem = fileURLToPath(url).replace(/\.js$/, '');
    if (existsSync(`${stem}.ts`)) return { url: pathToFileURL(`${stem}.ts`).href + url.search, shortCircuit: true };
    if (!existsSync(fileURLToPath(url)) && existsSync(`${stem}.js`)) return next(`${specifier}.js`, context);
  }
  return next(specifier, context);
}

export function load(url, context, next) {
  if (!url.startsWith('file:') || !new URL(url).pathname.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
}
