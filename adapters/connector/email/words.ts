/** Every word of this adapter that a user reads outside an error of the catalogue. */
export const words = {
  undo: 'Mail cannot be unsent',
  saved: 'Saved as a file, not sent: no mail account is connected.',
  savedInPractice: 'Saved as a file, not sent: this is practice.',
  statusOutbox: 'No mail account is connected, so approved mail is saved as a file on this computer.',
  statusSmtp: (host: string) => `Mail is sent through ${host}.`,
  unusualDomain: (shown: string, real: string) => `“${shown}” is really ${real}. Is it the right address?`,
  accountMend: 'Write smtps://USER:PASSWORD@HOST:465, with special characters percent-encoded.',
  /** Why a mail server could not be talked to, by the code of the fault. */
  faults: {
    ECONNREFUSED: 'the connection was refused',
    ECONNRESET: 'the line dropped',
    ECONNECTION: 'the line dropped',
    EPIPE: 'the line dropped',
    EDNS: 'no such server is known',
    ENOTFOUND: 'no such server is known',
    ETIMEDOUT: 'no answer in time',
    EHOSTUNREACH: 'there is no way to it',
    ENETUNREACH: 'there is no network',
  } as Readonly<Record<string, string>>,
  noAnswer: 'its answer never came',
  tooEarly: 'it said yes before the mail was complete',
  notEncrypted: (reason: string) => `no encrypted connection, ${reason}`,
  /** Why a file could not be written, by Node's error code. */
  diskFaults: {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk is full',
    EACCES: 'it is not writable',
    EPERM: 'it is not writable',
    EROFS: 'it is not writable',
    ENOTDIR: 'it is not a folder',
    EEXIST: 'it is not a folder',
  } as Readonly<Record<string, string>>,
  fields: {
    address: 'must be one email address such as ana@torres.example',
    line: 'must be one line, without hidden characters or spaces at its ends',
    name: 'must be a name, without < or >',
    otherAddress: 'must not look like an address other than the recipient’s',
    body: 'must not contain control characters or characters that hide or reorder text',
    file: 'must be the id of a file',
    unknownFile: 'is not a file that I have',
  },
} as const;
