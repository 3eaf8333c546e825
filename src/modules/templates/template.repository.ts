import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { MediaService } from '../media/media.service.js';
import { samplesIn } from './domain/template.js';
import { TemplateEntity } from './template.entity.js';

/** Templates as rows, for this module alone. TypeORM's types give up on nested JSON, hence the casts. */
@Injectable()
export class TemplateRepository {
  constructor(
    private readonly database: Database,
    private readonly media: MediaService,
  ) {}

  /** @throws EntityNotFoundError */
  async get(id: string): Promise<TemplateEntity> {
    return this.database.repository(TemplateEntity).findOneByOrFail({ id });
  }

  /** As `get`, and locks it until the running transaction ends. */
  async lock(id: string): Promise<TemplateEntity> {
    return this.database
      .repository(TemplateEntity)
      .findOneOrFail({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async insert(...rows: (Partial<TemplateEntity> & { id: string })[]): Promise<void> {
    await this.database.repository(TemplateEntity).insert(rows as never);
    await this.markFilesUsed(...rows);
  }

  /** Inserts those whose name and Meta's id are still free. Returns the ids that were stored. */
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
    await this.markFilesUsed(changes);
  }

  async replaceAllowedUsers(id: string, userIds: readonly string[]): Promise<void> {
    await this.database.run('DELETE FROM template_users WHERE template_id = $1', [id]);
    await this.database.run(
      'INSERT INTO template_users (template_id, user_id) SELECT DISTINCT $1::uuid, unnest($2::uuid[])',
      [id, userIds],
    );
  }

  private async markFilesUsed(...rows: Partial<TemplateEntity>[]): Promise<void> {
    await this.media.markUsed(rows.flatMap(({ content }) => (content === undefined ? [] : samplesIn(content))));
  }
}
