import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { MediaService } from '../media/media.service.js';
import { TemplateEntity } from './template.entity.js';

/** Writes templates to their table. TypeORM's types give up on nested JSON, hence the casts. */
@Injectable()
export class TemplateRepository {
  constructor(
    private readonly database: Database,
    private readonly media: MediaService,
  ) {}

  async insert(...rows: (Partial<TemplateEntity> & { id: string })[]): Promise<void> {
    await this.database.repository(TemplateEntity).insert(rows as never);
    await this.keepFiles(...rows);
  }

  /** Those whose name or Meta id is taken meanwhile are passed over. Returns the ids that were stored. */
  async insertWhereFree(rows: (Partial<TemplateEntity> & { id: string })[]): Promise<Set<string>> {
    const repository = this.database.repository(TemplateEntity);
    await repository
      .createQueryBuilder()
      .insert()
      .values(rows as never)
      .orIgnore()
      .updateEntity(false)
      .execute();
    const stored = await this.database.query<{ id: string }>('SELECT id FROM templates WHERE id = ANY($1)', [
      rows.map(({ id }) => id),
    ]);
    return new Set(stored.map(({ id }) => id));
  }

  async update(id: string, changes: Partial<TemplateEntity>): Promise<void> {
    if (Object.keys(changes).length === 0) return;
    await this.database.repository(TemplateEntity).update(id, changes as never);
    await this.keepFiles(changes);
  }

  private async keepFiles(...rows: Partial<TemplateEntity>[]): Promise<void> {
    await this.media.markUsed(rows.flatMap(({ content }) => content?.header.mediaId ?? []));
  }
}
