import type { Intent } from '../../ports/index.ts';

/** What the operator can ask for in these tests. */
export const INTENTS: readonly Intent[] = [
  {
    name: 'customer-add',
    examples: [
      'add customer Ana Torres, ana@torres.example',
      'new customer Acme GmbH billing@acme.example',
      'create a customer called Kim Yu',
      'add a client Lima Studio, hello@lima.example',
      'save Ben Okafor as a customer',
    ],
  },
  {
    name: 'invoice',
    examples: [
      'invoice Acme $1,200 for the landing page',
      'bill Ana 300 eur for coaching',
      'send Ana an invoice over 450 € for the logo',
      'write an invoice to Lima Studio, $80, hosting, due in 30 days',
      'charge Kim 90 dollars for the session',
    ],
  },
  {
    name: 'business',
    examples: [
      'my business is Olga Design, Hauptstr. 5, 10115 Berlin',
      'I am called Olga Design',
      'our company is …',
    ],
  },
  {
    name: 'pending',
    examples: ['what is waiting?', 'what is waiting for me', 'show pending cards', 'anything to approve?'],
  },
  { name: 'today', examples: ['what happened today?', 'show me today’s log', 'what did you do today'] },
  { name: 'help', examples: ['help', 'what can you do?'] },
  { name: 'pause', examples: ['pause', 'stop everything'] },
  { name: 'resume', examples: ['resume', 'go on', 'continue'] },
  { name: 'why', examples: ['why?', 'why did you do that'] },
];
