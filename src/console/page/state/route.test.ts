import { describe, expect, it } from 'vitest';
import { addressOf, routeOf, whyAddress } from './route.ts';
import { ALL } from './state.ts';

const CHAT = { view: 'chat' } as const;
const LOG = { view: 'everything' } as const;

describe('routeOf', () => {
  it('finds the views, and Chat where the address says nothing known', () => {
    expect(routeOf('#/waiting', CHAT)).toEqual({ view: 'waiting' });
    expect(routeOf('#/everything', CHAT)).toEqual({ view: 'everything', looking: ALL });
    expect(routeOf('', LOG)).toEqual({ view: 'chat' });
    expect(routeOf('#/elsewhere', LOG)).toEqual({ view: 'chat' });
  });

  it('finds one of what a view shows, and keeps it below reasons', () => {
    const place = { view: 'workflows', item: 'a b' } as const;
    expect(routeOf(addressOf(place), CHAT)).toEqual(place);
    expect(routeOf(addressOf({ view: 'workflows' }), CHAT)).toEqual({ view: 'workflows' });
    expect(routeOf(whyAddress('run_1'), place)).toEqual({ ...place, why: 'run_1' });
  });

  it('finds what is looked at, and takes nothing for it that there is not', () => {
    const place = {
      view: 'everything',
      looking: { filter: 'invoices', search: 'Ana & Ben = 50% ü' },
    } as const;
    expect(routeOf(addressOf(place), CHAT)).toEqual(place);
    expect(addressOf({ view: 'everything', looking: ALL })).toBe('#/everything');
    expect(routeOf('#/everything?filter=secrets&search', CHAT).looking).toEqual(ALL);
    const long = routeOf(`#/everything?search=${'x'.repeat(999)}`, CHAT);
    expect(long.looking?.search).toHaveLength(200);
    expect(routeOf('#/everything/cus_1?search=x', CHAT)).toEqual({ view: 'everything', item: 'cus_1' });
  });

  it('lays reasons above the view that was there', () => {
    expect(routeOf(whyAddress('run/1 %'), LOG)).toEqual({ view: 'everything', why: 'run/1 %' });
    expect(routeOf('#/why/50%', CHAT)).toEqual({ view: 'chat', why: '50%' });
  });
});
