import type { PGlite } from '@electric-sql/pglite';

export function answerOf(pglite: PGlite, request: Uint8Array): Promise<Uint8Array>;
