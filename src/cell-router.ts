import { readFileSync } from 'node:fs';
import { parseCellMap } from './router/cell-map.js';
import { createCellRouter } from './router/cell-router.js';

// `node dist/src/cell-router.js cells.json 8080`: routes to cells (docs/scaling.md).
const [file, port, ...others] = process.argv.slice(2);
if (file === undefined || !/^\d{1,5}$/.test(port ?? '') || others.length > 0) {
  process.stderr.write('Usage: node dist/src/cell-router.js CELLS.json PORT\n');
  process.exit(2);
}
try {
  const server = createCellRouter(parseCellMap(readFileSync(file, 'utf8')));
  server.once('error', ({ message }) => {
    process.stderr.write(`Port ${port} cannot be listened on: ${message}\n`);
    process.exit(1);
  });
  server.listen(Number(port), () => process.stdout.write(`The router listens on port ${port}.\n`));
  process.once('SIGTERM', () => server.close(() => process.exit(0)));
} catch (error) {
  process.stderr.write(`${file} cannot be used: ${(error as Error).message}\n`);
  process.exit(1);
}
