import { Controller, Get } from '@nestjs/common';
import { Config } from '../../common/config/config.js';
import { openApiDocument } from './schema/openapi.js';

/** `GET /v1/openapi.json`: what the REST side takes and answers. */
@Controller('v1')
export class OpenApiController {
  constructor(private readonly config: Config) {}

  @Get('openapi.json')
  show(): object {
    return openApiDocument(this.config.publicUrl);
  }
}
