import { describe, expect, it } from 'vitest';
import { routeOf, whyAddress } from './route.ts';

describe('routeOf', () => {
  it('finds the views, and Chat where the address says nothing known', () => {
    expect(routeOf('#/waiting', 'chat')).toEqual({ view: 'waiting' });
    expect(routeOf('#/log', 'chat')).toEqual({ view: 'log' });
    expect(routeOf('', 'log')).toEqual({ view: 'chat' });
    expect(routeOf('#/elsewhere', 'log')).toEqual({ view: 'chat' });
  });

  it('lays reasons above the view that was there', () => {
    expect(routeOf(whyAddress('run/1 %'), 'log')).toEqual({ view: 'log', why: 'run/1 %' });
    expect(routeOf('#/why/50%', 'chat')).toEqual({ view: 'chat', why: '50%' });
  });
});
