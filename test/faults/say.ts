import type { Answer, MainstayProcess } from '../process/process.ts';

export const ADD_ANA = 'Add customer Ana Torres, ana@torres.example';
export const INVOICE_ANA = 'Invoice Ana $1,200 for the landing page, due in 14 days';

/** Says something as the operator and waits for what it led to. Gives the body of the answer. */
export async function say(mainstay: MainstayProcess, text: string): Promise<Answer['body']> {
  return (await mainstay.call('POST', '/api/v1/messages?wait=9000', { body: { text } })).body;
}

/** Approves a card as it was shown. */
export function approve(
  mainstay: MainstayProcess,
  { id, hash }: { readonly id: string; readonly hash: string },
): Promise<Answer> {
  return mainstay.call('POST', `/api/v1/suggestions/${id}/decision`, { body: { decision: 'approve', hash } });
}
