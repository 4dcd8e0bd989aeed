/** What happens next in the day, and what the operator then sees that was not there before. */
export type Scene =
  | { readonly say: string; readonly see: string | RegExp }
  | { readonly approve: string; readonly see: string | RegExp }
  | { readonly reject: string; readonly see: string | RegExp }
  /** Mainstay ends and begins again at another time; `killed` ends it as hard as the system can. */
  | { readonly restart: string; readonly killed?: true }
  /** Nobody asks for it: its time has come. */
  | { readonly see: string };

export const BEGINNING = '2027-03-27T07:59:56+01:00';
export const ZONE = 'Europe/Berlin';
export const CONFIG = 'currency: EUR\ntax: 19\n';

const SENT = /✓ Approved by you.*? Sent \d+:\d\d\./;

/** A Saturday in March, the night in which the clocks go forward, and the Sunday's morning. */
export const DAY: readonly Scene[] = [
  { see: 'Saturday 27 March. Nothing is waiting for you.' },
  { say: 'help', see: 'I prepare the work; you say yes or no. Write it in your own words' },
  {
    say: 'My business is Olga Design, Hauptstr. 5, 10115 Berlin, tax number DE123456789, IBAN DE89 3704 0044 0532 0130 00',
    see: 'Nothing is missing on them.',
  },
  { say: 'customers', see: 'No customers yet.' },
  {
    say: 'Add customer Ana Torres, ana@torres.example',
    see: 'Added customer Ana Torres, ana@torres.example.',
  },
  {
    say: 'Add customer Lima Studio, hello@lima.example. Then add customer Ben Okafor, ben@okafor.example',
    see: 'Added customer Ben Okafor, ben@okafor.example.',
  },
  { say: 'add customer Ana Lima, ana@lima.example', see: 'Added customer Ana Lima, ana@lima.example.' },
  { say: 'new customer Kim Yu, kim@yu.example, phone +49 170 1234567', see: 'Added customer Kim Yu' },
  { say: 'Add customer Ana Torres, ana@torres.example', see: 'is a customer already, so I added nothing.' },
  { say: 'customers', see: '5 customers:' },
  {
    say: 'Invoice Ana $1,200 for the landing page, due in 14 days',
    see: 'Which Ana: Ana Torres or Ana Lima?',
  },
  { say: 'Ana Torres', see: 'Send invoice to Ana Torres: $1,428.00' },
  { approve: 'Send invoice to Ana Torres: $1,428.00', see: SENT },
  { say: 'invoice Lima Studio 450 € for the logo', see: 'Send invoice to Lima Studio: €535.50' },
  { say: 'no, 500 €', see: 'Send invoice to Lima Studio: €595.00' },
  { approve: 'Send invoice to Lima Studio: €595.00', see: SENT },
  {
    say: 'invocie Kim Yu 1.200,50 € for website care, due on 9 April',
    see: 'Send invoice to Kim Yu: €1,428.60',
  },
  { approve: 'Send invoice to Kim Yu: €1,428.60', see: SENT },
  { say: 'which invoices are unpaid', see: '3 unpaid invoices, €2,023.60 and $1,428.00 to come:' },
  { say: 'remind me in 20 minutes to call Ana Torres', see: ': call Ana Torres.' },
  { say: 'remind me tomorrow at 2:30 to look at the server', see: 'at 3:30: look at the server.' },
  {
    say: 'remind me every weekday at 8:30 to water the plants',
    see: 'every weekday at 8:30: water the plants.',
  },
  { say: 'fnord blarg', see: 'I did not understand “fnord blarg”, so I did nothing.' },
  { say: '🎉', see: 'I did not understand “🎉”, so I did nothing.' },
  { say: 'add task renew domain by 28 March', see: 'Added task “renew domain”, due Sun 28 Mar.' },
  { say: 'add task buy paper, list office', see: 'Added task “buy paper”, on the list office.' },
  { say: 'what is on my list', see: '2 tasks to do:' },

  { restart: '2027-03-27T12:00:00+01:00', killed: true },
  { see: 'Late, I was off: call Ana Torres' },
  { say: 'done', see: 'Done: call Ana Torres' },
  { say: 'Quote Ben 2,000 € for a shop', see: 'Send quote to Ben Okafor: €2,380.00' },
  { approve: 'Send quote to Ben Okafor: €2,380.00', see: SENT },
  { say: 'Ben accepted the quote', see: 'Send invoice for quote Q-2027-001 to Ben Okafor: €2,380.00' },
  { approve: 'Send invoice for quote Q-2027-001 to Ben Okafor: €2,380.00', see: SENT },
  { say: 'mark invoice 2027-002 as paid', see: 'Invoice 2027-002' },
  { say: 'email Kim that the draft is ready', see: 'Mail to Kim Yu' },
  { reject: 'Mail to Kim Yu', see: '✕ Rejected by you' },
  { say: 'email Ben that I start on Monday', see: 'Mail to Ben Okafor' },
  { approve: 'Mail to Ben Okafor', see: SENT },
  { say: 'note: Kim Yu pays on time', see: 'Noted about Kim Yu' },
  { say: 'what do I know about Kim?', see: 'Note: “Kim Yu pays on time”' },
  {
    say: 'Contract with Lima Studio: website care, until 30 June 2027',
    see: 'Kept the contract “Lima Studio, website care”',
  },
  { say: 'which contracts do I have', see: '1 contract:' },
  { say: 'void invoice 2027-003', see: 'Void invoice 2027-003 of Kim Yu: €1,428.60' },
  { approve: 'Void invoice 2027-003 of Kim Yu: €1,428.60', see: '✓ Approved by you' },
  { say: 'undo that', see: 'I cannot undo this: Void invoice 2027-003.' },
  {
    say: 'credit Ana Torres 100 $ on invoice 2027-001',
    see: 'Credit Ana Torres on invoice 2027-001: $119.00',
  },
  { approve: 'Credit Ana Torres on invoice 2027-001: $119.00', see: SENT },
  { say: 'send invoice 2027-001 again', see: 'Send invoice 2027-001 to Ana Torres again' },
  { approve: 'Send invoice 2027-001 to Ana Torres again', see: SENT },

  { restart: '2027-03-27T17:00:00+01:00' },
  { say: 'merge Ana Lima into Ana Torres', see: 'Merge Ana Lima into Ana Torres' },
  { approve: 'Merge Ana Lima into Ana Torres', see: '✓ Approved by you' },
  { say: "change Ben's email to ben@new.example", see: 'Changed Ben Okafor' },
  { say: 'practice mode on', see: 'Practice is on' },
  { say: 'invoice Ben 10 € for a test', see: 'Send invoice to Ben Okafor: €11.90' },
  { approve: 'Send invoice to Ben Okafor: €11.90', see: '✓ Approved by you' },
  { say: 'practice mode off', see: 'Practice is over.' },
  { say: 'pause', see: 'Paused. Nothing leaves until you say resume.' },
  { say: 'resume', see: 'Going on.' },
  { say: 'task renew domain is done', see: 'Done: “renew domain”.' },
  { say: 'What happened today?', see: 'Today Sat 27 Mar.' },
  {
    say: 'how much did I make this month',
    see: 'This month: invoiced €2,975.00 and $1,309.00 after credit notes of $119.00, paid €595.00.',
  },
  { say: 'Invoice Kim $80 for hosting and remind me on Monday at 9 to call Kim', see: 'at 9:00: call Kim.' },
  { approve: 'Send invoice to Kim Yu: $95.20', see: SENT },

  { say: 'invoice Ben 5 € for a stamp', see: 'Send invoice to Ben Okafor: €5.95' },
  { approve: 'Send invoice to Ben Okafor: €5.95', see: SENT },
  { say: 'undo that', see: 'Undone: Write invoice 2027-006, stamp, €5.00. Mail cannot be unsent.' },

  { restart: '2027-03-28T01:59:57+01:00', killed: true },
  { say: 'Which reminders do I have?', see: '3 reminders.' },
  { restart: '2027-03-28T03:29:56+02:00' },
  { see: 'look at the server' },
  { restart: '2027-03-28T07:59:56+02:00', killed: true },
  { see: 'Sunday 28 March. Nothing is waiting for you.' },
  { say: 'I am in Lisbon until Tuesday', see: 'I go by the clock of Lisbon, where it is 7:00.' },
  { say: 'invoice Ben 90 € for advice', see: 'Send invoice to Ben Okafor: €107.10' },
  { approve: 'Send invoice to Ben Okafor: €107.10', see: SENT },
  { say: 'which invoices are unpaid', see: '4 unpaid invoices' },
  { say: 'why?', see: 'You wrote “which invoices are unpaid”' },
];

/** What the day leaves behind. */
export const LEFT = {
  contracts: ['Lima Studio, website care, 2027-06-30'],
  credits: ['C-2027-001 issued 119.00 USD'],
  customers: [
    'Ana Torres, ana@torres.example',
    'Ben Okafor, ben@new.example',
    'Kim Yu, kim@yu.example',
    'Lima Studio, hello@lima.example',
  ],
  digests: ['Saturday 27 March.', 'Sunday 28 March.'],
  invoices: [
    '2027-001 open 1428.00 USD',
    '2027-002 paid 595.00 EUR',
    '2027-003 void 1428.60 EUR',
    '2027-004 open 2380.00 EUR',
    '2027-005 open 95.20 USD',
    '2027-006 void 5.95 EUR',
    '2027-007 open 107.10 EUR',
    'PRACTICE-1 open 11.90 EUR',
  ],
  mails: [
    'Invoice 2027-001 for the landing page | "Ana Torres" <ana@torres.example> | invoice-2027-001.pdf',
    'Invoice 2027-002 for the logo | "Lima Studio" <hello@lima.example> | invoice-2027-002.pdf',
    'Invoice 2027-003 for website care | "Kim Yu" <kim@yu.example> | invoice-2027-003.pdf',
    'Quote Q-2027-001 for a shop | "Ben Okafor" <ben@okafor.example> | quote-Q-2027-001.pdf',
    'Invoice 2027-004 | "Ben Okafor" <ben@okafor.example> | invoice-2027-004.pdf',
    'I start on Monday | "Ben Okafor" <ben@okafor.example>',
    'Credit note C-2027-001 for invoice 2027-001 | "Ana Torres" <ana@torres.example> | credit-note-C-2027-001.pdf',
    'Invoice 2027-001 | "Ana Torres" <ana@torres.example> | invoice-2027-001.pdf',
    'Invoice 2027-005 for hosting | "Kim Yu" <kim@yu.example> | invoice-2027-005.pdf',
    'Invoice 2027-006 for a stamp | "Ben Okafor" <ben@new.example> | invoice-2027-006.pdf',
    'Invoice 2027-007 for advice | "Ben Okafor" <ben@new.example> | invoice-2027-007.pdf',
  ],
  notes: ['Kim Yu pays on time'],
  quotes: ['Q-2027-001 accepted 2380.00 EUR'],
  reminders: [
    'reminder call Kim: 2027-03-29T09:00',
    'reminder look at the server: 2027-03-28T03:30',
    'reminder water the plants: 30 8 * * 1-5',
  ],
  tasks: ['buy paper: open', 'renew domain: done'],
  unsettled: [],
} as const;

/** The number and the total on each paper that was sent, as a reader of the file finds them. */
export const PAPERS = [
  '2027-001 Total $1,428.00',
  '2027-002 Total €595.00',
  '2027-003 Total €1,428.60',
  'Q-2027-001 Total €2,380.00',
  '2027-004 Total €2,380.00',
  'C-2027-001 Total $119.00',
  '2027-001 Total $1,428.00',
  '2027-005 Total $95.20',
  '2027-006 Total €5.95',
  '2027-007 Total €107.10',
];
