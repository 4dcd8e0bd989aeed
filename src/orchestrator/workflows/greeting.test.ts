import { expect, it } from 'vitest';
import { greetedName } from './greeting.ts';

it.each([
  ['Ana Torres', 'Ana'],
  ['Kim', 'Kim'],
  ['Nuno Sá', 'Nuno'],
  ['Torres, Ana', 'Ana'],
  ['Dr. Kim Yu', 'Dr. Yu'],
  ['Lima Studio', 'Lima Studio'],
  ['Studio North', 'Studio North'],
  ['Peak Fitness', 'Peak Fitness'],
  ['Acme GmbH', 'Acme'],
  ['Acme GmbH & Co. KG', 'Acme'],
  ['Acme, Inc.', 'Acme'],
  ['Nova Terra S.A.', 'Nova Terra'],
  ['Weber & Sohn', 'Weber & Sohn'],
  ['The Green Room', 'The Green Room'],
  ['Area 51', 'Area 51'],
  ["Rosa's Bakery", "Rosa's Bakery"],
  ['Müller AG', 'Müller'],
  ['GmbH', 'GmbH'],
])('greets %s as %s', (name, greeted) => {
  expect(greetedName(name)).toBe(greeted);
});
