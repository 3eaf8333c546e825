import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { Config } from '../../config/config.js';
import { StartupError } from '../../errors/startup-error.js';
import { packageRoot } from '../../package-root.js';
import { plainForm, readManifest, sha256, type DocumentManifest } from './document-manifest.js';

/** What a client sends of its document: the text, or the id under which the manifest has it. */
export interface DocumentRequest {
  query?: unknown;
  documentId?: unknown;
  extensions?: unknown;
}

/** Documents of the console, written by the build: it works whatever else is trusted. */
const CONSOLE_DOCUMENTS = join(packageRoot(), 'dist', 'console-documents.json');
const MAX_REMEMBERED = 1_000;

/**
 * Trusted documents: where TRUSTED_DOCUMENTS names a manifest, its documents and the console's run, and nothing else. Read
 * at the start. @throws StartupError on a manifest that cannot be read
 */
@Injectable()
export class TrustedDocuments {
  private readonly manifest: DocumentManifest | null;
  private readonly forms: ReadonlySet<string>;
  /** Hashes of texts that were found trusted: front ends send the same all day. */
  private readonly known = new Set<string>();

  constructor(config: Config) {
    const file = config.get('TRUSTED_DOCUMENTS');
    this.manifest = file === null ? null : new Map([...consoleDocuments(), ...manifestIn(file)]);
    this.forms = new Set([...(this.manifest?.values() ?? [])].map((text) => plainForm(text)));
  }

  /**
   * Text of the document to run: as it came, or as the manifest has it. Undefined: the request names none.
   * @throws GraphQLError (DOCUMENT_NOT_TRUSTED) for one that is not in the manifest
   */
  textOf(request: DocumentRequest): string | undefined {
    const text = typeof request.query === 'string' && request.query !== '' ? request.query : undefined;
    if (this.manifest === null) return text;
    const id = idIn(request);
    if (text === undefined && id !== undefined) {
      const found = this.manifest.get(id);
      if (found === undefined) throw notTrusted();
      return found;
    }
    if (text !== undefined && !this.isTrusted(text)) throw notTrusted();
    return text;
  }

  private isTrusted(text: string): boolean {
    const hash = sha256(text);
    if (this.known.has(hash)) return true;
    let form: string;
    try {
      form = plainForm(text);
    } catch {
      return false;
    }
    if (!this.forms.has(form)) return false;
    if (this.known.size >= MAX_REMEMBERED) this.known.clear();
    this.known.add(hash);
    return true;
  }
}

/** `documentId`, with or without the name of the hash before it, or `extensions.persistedQuery.sha256Hash`. */
function idIn({ documentId, extensions }: DocumentRequest): string | undefined {
  if (typeof documentId === 'string') return documentId.replace(/^sha256:/, '');
  const hash = (extensions as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined)?.persistedQuery
    ?.sha256Hash;
  return typeof hash === 'string' ? hash : undefined;
}

function notTrusted(): GraphQLError {
  const message =
    'This document is not among those that this server runs. Add it to the manifest that TRUSTED_DOCUMENTS names.';
  return new GraphQLError(message, { extensions: { code: 'DOCUMENT_NOT_TRUSTED', http: { status: 400 } } });
}

function manifestIn(file: string): DocumentManifest {
  try {
    return readManifest(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StartupError(`TRUSTED_DOCUMENTS: ${file} cannot be used: ${(error as Error).message}.`);
  }
}

function consoleDocuments(): DocumentManifest {
  return existsSync(CONSOLE_DOCUMENTS) ? readManifest(readFileSync(CONSOLE_DOCUMENTS, 'utf8')) : new Map();
}
