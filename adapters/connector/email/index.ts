export { checkMailAccount } from './check.ts';
export { createEmailConnector, type EmailOptions } from './connector.ts';
export type { Sender } from './sender.ts';
export type { SmtpTimeouts } from './smtp.ts';
