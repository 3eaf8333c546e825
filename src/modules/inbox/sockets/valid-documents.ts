import type { DocumentNode } from 'graphql';

/** Characters of all texts together; a parsed document takes some 40 bytes a character. */
const MAX_CHARACTERS = 256 * 1024;

/** Valid documents by their text: a thousand consoles that come back ask the same, which is parsed and validated once. */
export class ValidDocuments {
  private readonly documents = new Map<string, DocumentNode>();
  private characters = 0;

  get(text: string): DocumentNode | undefined {
    return this.documents.get(text);
  }

  add(text: string, document: DocumentNode): void {
    if (this.documents.has(text) || text.length > MAX_CHARACTERS) return;
    this.documents.set(text, document);
    this.characters += text.length;
    for (const [oldest] of this.documents) {
      if (this.characters <= MAX_CHARACTERS) return;
      this.documents.delete(oldest);
      this.characters -= oldest.length;
    }
  }
}
