import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ContactsService } from '../conversations/contacts/contacts.service.js';
import { AuthenticationService } from '../users/authentication/authentication.service.js';
import { isAllowed } from '../users/domain/permissions.js';
import { ExportContactService } from './export-contact.service.js';
import { zipOf } from './write-export.js';

/** `GET /contacts/:id/export.zip`: all that is kept of a person, for administrators. Streamed, whatever there is; audited. */
@Controller('contacts')
export class ExportContactController {
  constructor(
    private readonly authentication: AuthenticationService,
    private readonly contacts: ContactsService,
    private readonly exports: ExportContactService,
  ) {}

  @Get(':id/export.zip')
  async read(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const viewer = await this.authentication.viewerOf(request);
    if (viewer === null) return refuse(reply, 401, 'UNAUTHENTICATED', 'Send Authorization: Bearer <token>.');
    if (!isAllowed(viewer, 'EXPORT_CONTACTS'))
      return refuse(reply, 403, 'FORBIDDEN', 'Administrators alone read this.');
    const contact = await this.contacts.find(viewer, id);
    if (contact === null) return refuse(reply, 404, 'NOT_FOUND', 'There is no such contact.');
    await reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="contact-${contact.id}.zip"`)
      .header('cache-control', 'no-store')
      .send(zipOf(this.exports.files(viewer, contact)));
  }
}

async function refuse(reply: FastifyReply, status: number, code: string, message: string): Promise<void> {
  await reply.code(status).send({ errors: [{ code, message }] });
}
