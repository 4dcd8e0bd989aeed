import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isMainstayError, Secret } from '../../../src/kernel/index.ts';
import { parseAccount, withoutPassword } from './account.ts';

const parse = (url: string) => parseAccount(new Secret(url));

describe('the mail account in SMTP_URL', () => {
  it('reads host, port, encryption and login', () => {
    const account = parse('smtps://ana%40studio.example:p%2Fss%20w%C3%B6rd@smtp.studio.example');
    expect(account).toMatchObject({
      host: 'smtp.studio.example',
      port: 465,
      secure: true,
      login: { user: 'ana@studio.example' },
    });
    expect(account.login?.password.reveal()).toBe('p/ss wörd');
    expect(parse('smtp://smtp.studio.example')).toEqual({
      host: 'smtp.studio.example',
      port: 587,
      secure: false,
      mustEncrypt: false,
    });
    expect(parse('smtp://[::1]:2525/')).toMatchObject({ host: '::1', port: 2525 });
    expect(parse('smtp://ana@studio.example:p@ss@h.example').login).toMatchObject({
      user: 'ana@studio.example',
    });
  });

  it('lets a password cross a network only encrypted', () => {
    expect(parse('smtp://u:p@smtp.studio.example').mustEncrypt).toBe(true);
    expect(parse('smtp://u:p@127.0.0.1').mustEncrypt).toBe(false);
    expect(parse('smtp://u:p@localhost').mustEncrypt).toBe(false);
    expect(parse('smtp://u:p@127.evil.example').mustEncrypt).toBe(true);
  });

  it.each([
    '',
    'hunter2',
    'http://u:hunter2@h.example',
    'smtp://u:hunter2@',
    'smtp://u:hunter2/x@h.example',
    'smtp://u:12/hunter2@h.example',
    'smtp://u:12?hunter2@h.example',
    'smtp://u:12#hunter2@h.example',
    'smtp://u:%zzhunter2@h.example',
    'smtp://hunter2@h.example',
    'smtp://:hunter2@h.example',
    'smtp://u:hunter2@h.example:99999',
    'smtp://u:hunter2@h.example:0',
    'smtp://u:hunter2@h.example?requireTLS=false',
    'smtp://u:hunter2@h ost.example',
  ])('refuses %j without showing it', (url) => {
    const error = caught(() => parse(url));
    expect(isMainstayError(error, 'ENVIRONMENT_INVALID')).toBe(true);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2');
  });

  it('takes the password out of text that came back from a server, however it was sent', () => {
    const account = parse('smtp://ana:hunter2%21@h.example');
    const plain = Buffer.from('\0ana\0hunter2!').toString('base64');
    const login = Buffer.from('hunter2!').toString('base64');
    expect(withoutPassword(`no: hunter2! ${plain} ${login}`, account)).toBe('no: [secret] [secret] [secret]');
    expect(withoutPassword('as it is', parse('smtp://h.example'))).toBe('as it is');
  });

  it('does not show the password however the account is printed', () => {
    const account = parse('smtp://ana:hunter2@h.example');
    expect(`${inspect(account, { depth: 9, showHidden: true })} ${JSON.stringify(account)}`).not.toContain(
      'hunter2',
    );
  });
});

function caught(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
