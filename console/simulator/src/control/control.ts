import { useMemo } from 'react';
import type {
  AttachedFile,
  ControlRefusal,
  CustomerChoices,
  FaultOn,
  FaultSwitch,
  InboundMessage,
  NewCustomer,
  SentWebhookDetails,
  SimCustomer,
  SimState,
  SimTemplate,
  TemplateDecision,
} from '../../../../src/simulator/control-api';
import { useTell } from '../../../src/parts/tell';

/** A call of the control API that brought no answer, or a refusal; `code` as the console's texts know it. */
export class ControlFailure extends Error {
  constructor(
    readonly code: 'UNREACHABLE' | 'INVALID_INPUT' | 'NOT_FOUND' | 'INTERNAL_SERVER_ERROR',
    message: string,
  ) {
    super(message);
  }
}

/** The control API of the simulator that this page belongs to, beside the page. @throws ControlFailure, each */
export const control = {
  state: async () => ask<SimState>('state'),
  webhook: async (id: string) => ask<SentWebhookDetails>(`webhooks/${id}`),
  resendWebhook: async (id: string) => post<unknown>(`webhooks/${id}/resend`, {}),
  addCustomer: async (customer: NewCustomer) => post<SimCustomer>('customers', customer),
  choose: async (userId: string, choices: CustomerChoices & { phoneId?: string }) =>
    post<SimCustomer>(`customers/${encodeURIComponent(userId)}`, choices),
  write: async (message: InboundMessage) => post<{ wamid: string }>('inbound', message),
  read: async (from: string, phoneId: string) => post<unknown>('read', { from, phoneId }),
  played: async (wamid: string) => post<unknown>('status', { wamid, status: 'played' }),
  decide: async (templateId: string, decision: TemplateDecision) =>
    post<SimTemplate>(`templates/${templateId}/decision`, decision),
  switchFault: async (fault: FaultSwitch) => post<FaultOn[]>('faults', fault),
  reset: async () => post<unknown>('reset', {}),
  /** `name`: of documents, which customers see by their names. */
  attach: async (file: Blob, phoneId: string, name: string | null) => {
    const query = new URLSearchParams({ type: file.type, phoneId, ...(name === null ? {} : { name }) });
    return ask<AttachedFile>(`media?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    });
  },
};

/** Runs calls of the control API, and says what was refused. @returns the answer; null where there is none */
export function useControl(): <Answer>(doing: Promise<Answer>) => Promise<Answer | null> {
  const { trouble } = useTell();
  return useMemo(
    () => async (doing) => {
      try {
        return await doing;
      } catch (error) {
        trouble(error instanceof ControlFailure ? error : new ControlFailure('INTERNAL_SERVER_ERROR', String(error)));
        return null;
      }
    },
    [trouble],
  );
}

async function post<Answer>(path: string, body: object): Promise<Answer> {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function ask<Answer>(path: string, options: RequestInit = {}): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`sim/${path}`, options);
  } catch (error) {
    throw new ControlFailure('UNREACHABLE', String(error));
  }
  const answer = (await response.json().catch(() => ({ error: response.statusText }))) as unknown;
  if (response.ok) return answer as Answer;
  const { error } = answer as ControlRefusal;
  const code = { 400: 'INVALID_INPUT', 404: 'NOT_FOUND' } as const;
  throw new ControlFailure(code[response.status as 400 | 404] ?? 'INTERNAL_SERVER_ERROR', error);
}
