import { randomBytes } from 'node:crypto';
import { MainstayError } from '../../kernel/index.ts';
import { addressOf } from '../client/client.ts';
import { readEnvironment } from '../environment.ts';
import { keptSecret, tokenFile, writeSecret } from '../keys.ts';

/** `mainstay token`: the link that signs in; `--new` makes another token, and the old one is worth nothing any more. */
export async function tokenCommand(options: {
  readonly new?: boolean;
  readonly json?: boolean;
}): Promise<void> {
  const environment = readEnvironment(process.env);
  const { home, apiToken } = environment;
  if (options.new && apiToken) throw new MainstayError('TOKEN_FROM_ENVIRONMENT');
  const kept = apiToken ?? (await keptSecret(tokenFile(home)));
  if (!kept) throw new MainstayError('TOKEN_MISSING', { values: { home } });
  const token = options.new
    ? await writeSecret(tokenFile(home), randomBytes(32).toString('base64url'))
    : kept;
  const link = `${addressOf(environment)}/#token=${token.reveal()}`;
  if (options.json) return console.log(JSON.stringify({ link, new: options.new === true }));
  console.log(link);
  if (options.new)
    console.error(
      'The old link is dead within two seconds: browsers and programs that used it sign in again.',
    );
}
