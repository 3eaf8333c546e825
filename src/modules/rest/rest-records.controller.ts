import { Body, Controller, HttpCode, Param, Post, Req, UseInterceptors } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { parse } from 'graphql';
import { notFound, type Problem } from '../../common/errors/domain-error.js';
import { shownError } from '../../common/http/problem-document.js';
import { DataModelsService } from '../variables/data-models.service.js';
import { TraceRequests } from '../../common/tracing/trace-requests.interceptor.js';
import { bodyCheck } from './schema/request-check.js';
import { UPSERT_RECORDS } from './schema/request-schemas.js';
import { ERRORS, SchemaCalls } from './schema-calls.js';

const UPSERT = parse(
  `mutation ($input: UpsertRecordsInput!) { upsertRecords(input: $input) { results { externalId record { id } ${ERRORS} } ${ERRORS} } }`,
);

interface UpsertRecordsBody {
  records: object[];
  defaultCountry?: string;
}
interface Result {
  externalId: string;
  record: { id: string } | null;
  errors: Problem[];
}

const readBody = bodyCheck<UpsertRecordsBody>(UPSERT_RECORDS);

/** `POST /v1/records/:model`, the model by its key or id. */
@Controller('v1/records')
@UseInterceptors(TraceRequests)
export class RestRecordsController {
  constructor(
    private readonly calls: SchemaCalls,
    private readonly models: DataModelsService,
  ) {}

  @Post(':model')
  @HttpCode(200)
  async upsert(@Param('model') name: string, @Body() given: unknown, @Req() request: FastifyRequest): Promise<object> {
    const viewer = await this.calls.requireViewer(request, 'WRITE_RECORDS');
    const { records, defaultCountry } = readBody(given);
    const model = (await this.models.listVisible(viewer)).find(
      ({ id, key }) => key === name || id === name.toLowerCase(),
    );
    if (model === undefined) throw notFound('data model');
    const input = { modelId: model.id, records, defaultCountry };
    const { results } = await this.calls.call<{ results: Result[] }>(request, UPSERT, { input });
    return {
      results: results.map(({ externalId, record, errors }) => ({
        externalId,
        id: record?.id ?? null,
        errors: errors.map(shownError),
      })),
    };
  }
}
