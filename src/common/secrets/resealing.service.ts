import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { SecretBox, UnreadableSecretError } from './secret-box.js';

/** Sealed secrets of one table: `<name>_sealed` holds what was sealed for the place `<table>.<name> <id>`. */
export interface SealedSecrets {
  table: string;
  /** Column by which a row is known in the places of its secrets. */
  id: string;
  names: readonly string[];
}

/** What became of a table's secrets. */
export interface Resealed {
  /** Encrypted with the current key already. */
  current: number;
  /** Encrypted anew. */
  resealed: number;
  /** Places of those that no key opens, such as `accounts.access_token <id>`: they stay as they are. */
  unreadable: string[];
}

/** Resealing: encrypts secrets again that were encrypted with a former SECRET_KEY, or for no place, so that the former key can go. */
@Injectable()
export class Resealing {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  /** In one transaction, row by row under a lock: whoever saves a secret meanwhile waits, or is read as saved. */
  async reseal({ table, id, names }: SealedSecrets): Promise<Resealed> {
    return this.database.transaction(async () => {
      const result: Resealed = { current: 0, resealed: 0, unreadable: [] };
      const columns = names.map((name) => `${name}_sealed`);
      const rows = await this.database.query<Record<string, string | null>>(
        `SELECT ${[id, ...columns].join(', ')} FROM ${table} ORDER BY ${id} FOR NO KEY UPDATE`,
      );
      for (const row of rows) {
        const key = String(row[id]);
        const anew = names.map((name) => this.anew(row[`${name}_sealed`] ?? null, `${table}.${name} ${key}`, result));
        if (anew.every((sealed) => sealed === null)) continue;
        const settings = columns.map((column, index) => `${column} = coalesce($${index + 2}, ${column})`);
        await this.database.run(`UPDATE ${table} SET ${settings.join(', ')} WHERE ${id} = $1`, [key, ...anew]);
      }
      return result;
    });
  }

  /** The secret sealed anew; null where it stays as it is. */
  private anew(sealed: string | null, place: string, result: Resealed): string | null {
    if (sealed === null) return null;
    try {
      const secret = this.box.open(sealed, place);
      if (!this.box.isStale(sealed)) {
        result.current += 1;
        return null;
      }
      result.resealed += 1;
      return this.box.seal(secret, place);
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      result.unreadable.push(place);
      return null;
    }
  }
}
