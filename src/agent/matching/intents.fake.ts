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
      'add customer Nora, her email is nora@berg.example',
      'put Leo Marsh in my customers',
      'Eva Lang is a new client of mine',
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
      'invoice over £70 to Nora',
      'please invoice Leo 1.300,50 € for text and photos by 3 May',
    ],
  },
  {
    name: 'business',
    examples: [
      'my business is Olga Design, Hauptstr. 5, 10115 Berlin',
      'I am called Olga Design',
      'our company is …',
      'my firm is named Studio West, Hamburg',
      'my tax number is DE123456789',
      'the business moved to Mill Road 4, Leeds',
    ],
  },
  {
    name: 'pending',
    examples: [
      'what is waiting?',
      'what is waiting for me',
      'show pending cards',
      'anything to approve?',
      'which cards are open',
      'what do I have to decide',
    ],
  },
  {
    name: 'today',
    examples: [
      'what happened today?',
      'show me today’s log',
      'what did you do today',
      'the log of today please',
      'summary of the day',
      'what was done today',
    ],
  },
  {
    name: 'help',
    examples: [
      'help',
      'what can you do?',
      'what can I ask',
      'show me the commands',
      'how does this work',
      'list what you can do',
    ],
  },
  {
    name: 'pause',
    examples: [
      'pause',
      'stop everything',
      'send nothing for now',
      'hold everything back',
      'stop all work',
      'pause all mails',
    ],
  },
  {
    name: 'resume',
    examples: ['resume', 'go on', 'continue', 'carry on', 'start again', 'you can send again'],
  },
  {
    name: 'why',
    examples: [
      'why?',
      'why did you do that',
      'explain that',
      'what is the reason for this',
      'why this card',
      'how come',
    ],
  },
];
