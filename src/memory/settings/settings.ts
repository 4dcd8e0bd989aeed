import { z } from 'zod';
import { defineCollection } from '../../events/index.ts';
import {
  type Cause,
  canonicalJson,
  causedBy,
  type Event,
  type IdSource,
  type Json,
} from '../../kernel/index.ts';
import type { Staging, Store } from '../../ports/index.ts';
import { PRACTICE } from './numbering.ts';

const KNOWN_ZONES = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

/** An IANA zone that the platform knows. */
export const knownZone = z
  .string()
  .refine((zone) => KNOWN_ZONES.has(zone), { error: 'Write a time zone, such as Europe/Berlin.' });
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Write a time, such as 21:00.' });
const words = (max: number) => z.string().trim().min(1).max(max);

export const businessSchema = z.strictObject({
  name: words(200).optional(),
  address: words(500).optional(),
  taxNumber: words(50).regex(/\d/, { error: 'Write a number with at least one digit in it.' }).optional(),
  bank: words(200).optional(),
  nextInvoiceNumber: z
    .string()
    .regex(/^(?:[A-Za-z0-9][\w./ -]{0,29})?\d{1,9}$/, {
      error: 'Write a number that ends in digits, such as 2026-001.',
    })
    .refine((number) => !/^0+$/.test(number), { error: 'Write a number above zero, such as 2026-001.' })
    .refine((number) => !number.startsWith(PRACTICE), {
      error: `Write a number that begins with something else: ${PRACTICE} is what only practice begins with.`,
    })
    .optional(),
});

/** The business as invoices and mails name it. */
export type Business = z.infer<typeof businessSchema>;

export const settingsSchema = z.strictObject({
  zone: z.strictObject({
    home: knownZone.nullable(),
    here: knownZone.nullable(),
    until: z.iso.date().optional(),
    /** A journey that has not begun: where to, from which day on, and until which. */
    planned: z
      .strictObject({ here: knownZone, from: z.iso.date(), until: z.iso.date().optional() })
      .optional(),
  }),
  quietHours: z.strictObject({ from: clockTime, to: clockTime }),
  /** Seconds between approval and sending. */
  hold: z.int().min(0).max(3600),
  practice: z.boolean(),
  paused: z.boolean(),
  business: businessSchema,
});

/** What the operator may change while Mainstay runs. */
export type Settings = z.infer<typeof settingsSchema>;

export const settingsPatchSchema = z.strictObject({
  /** An `until` or a `planned` of null takes it away. */
  zone: z
    .strictObject({
      ...settingsSchema.shape.zone.shape,
      until: z.iso.date().nullable(),
      planned: settingsSchema.shape.zone.shape.planned.unwrap().nullable(),
    })
    .partial()
    .optional(),
  quietHours: settingsSchema.shape.quietHours.partial().optional(),
  hold: settingsSchema.shape.hold.optional(),
  practice: settingsSchema.shape.practice.optional(),
  /** A field set to null is forgotten. */
  business: z
    .strictObject(
      Object.fromEntries(
        Object.entries(businessSchema.shape).map(([field, schema]) => [field, schema.nullable()]),
      ) as {
        [K in keyof Business]-?: z.ZodNullable<(typeof businessSchema.shape)[K]>;
      },
    )
    .optional(),
});

export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

export const settings = defineCollection<Settings>({
  name: 'settings',
  schemaVersion: 1,
  indexes: [],
  schema: settingsSchema,
  index: () => ({}),
});

const DOCUMENT = 'operator';

/** The settings in force, kept in memory and changed only through here. */
export interface SettingsKeeper {
  current(): Settings;
  /** The zone that dates invoices; UTC until the operator said. */
  homeZone(): string;
  /** Stages the change and its event; `current()` follows when the event is committed. */
  change(
    unit: Staging,
    patch: SettingsPatch & { readonly paused?: boolean },
    cause: Cause,
  ): Promise<Settings>;
  /** Keeps up with the log; called with every event as it is committed. */
  apply(event: Event): void;
}

/** The settings as the source sees them; undefined while nothing was ever changed. */
export async function currentSettings(source: Pick<Staging, 'get'>): Promise<Settings | undefined> {
  return (await settings.read(source, DOCUMENT))?.body;
}

/** `zone` is MAINSTAY_ZONE, which stands until the operator sets another. */
export async function openSettings(options: {
  store: Store;
  ids: IdSource;
  zone: string | undefined;
}): Promise<SettingsKeeper> {
  const initial: Settings = {
    zone: { home: options.zone ?? null, here: options.zone ?? null },
    quietHours: { from: '21:00', to: '08:00' },
    hold: 0,
    practice: false,
    paused: false,
    business: {},
  };
  const stored = await settings.read(options.store, DOCUMENT);
  let current = stored?.body ?? initial;
  return {
    current: () => current,
    homeZone: () => current.zone.home ?? 'UTC',
    change: async (unit: Staging, patch: SettingsPatch & { readonly paused?: boolean }, cause: Cause) => {
      const found = await settings.read(unit, DOCUMENT);
      const before = found?.body ?? initial;
      const after = settingsSchema.parse(merge(before, patch));
      const changes = differences(before, after);
      if (changes.length === 0) return before;
      settings.put(unit, { id: DOCUMENT, body: after, found });
      unit.emit({
        id: options.ids('evt'),
        source: '/memory',
        type: 'settings.changed',
        subject: 'settings',
        ...causedBy(cause),
        data: { by: cause.by, changes },
      });
      return after;
    },
    apply: (event: Event) => {
      if (event.type === 'settings.changed')
        current = settingsSchema.parse(changed(current, event.data.changes));
    },
  };
}

function merge(before: Settings, patch: SettingsPatch & { readonly paused?: boolean }): unknown {
  const { zone, quietHours, business, ...plain } = patch;
  return {
    ...before,
    ...plain,
    zone: withoutNoJourney({ ...before.zone, ...zone }),
    quietHours: { ...before.quietHours, ...quietHours },
    business: withoutNulls({ ...before.business, ...business }),
  };
}

/** A journey without an end has none, nor has one that is not planned; a zone that is not known is null. */
function withoutNoJourney({ until, planned, ...zone }: Record<string, unknown>): Record<string, unknown> {
  return { ...zone, ...withoutNulls({ until, planned }) };
}

function withoutNulls(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}

function differences(before: Settings, after: Settings) {
  const from = flatten(before);
  const to = flatten(after);
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((field) => ({ field, from: from.get(field) ?? null, to: to.get(field) ?? null }))
    .filter((change) => canonicalJson(change.from) !== canonicalJson(change.to));
}

/** The settings after changes named as `differences` names them. */
function changed(before: Settings, changes: readonly { field: string; to: Json }[]): unknown {
  const after: Record<string, unknown> = structuredClone(before);
  for (const { field, to } of changes) {
    const [group = '', inner] = field.split('.');
    if (inner === undefined) after[group] = to;
    else after[group] = { ...(after[group] as object), [inner]: to };
  }
  return {
    ...after,
    zone: withoutNoJourney(after['zone'] as Record<string, unknown>),
    business: withoutNulls(after['business'] as Record<string, unknown>),
  };
}

function flatten(settingsNow: Settings): Map<string, Json> {
  const flat = new Map<string, Json>();
  for (const [group, value] of Object.entries(settingsNow) as [string, Json][]) {
    if (typeof value !== 'object' || value === null) flat.set(group, value);
    else
      for (const [field, inner] of Object.entries(value))
        if (inner !== undefined) flat.set(`${group}.${field}`, inner);
  }
  return flat;
}
