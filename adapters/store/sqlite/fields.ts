const FIELD = /^[a-zA-Z][a-zA-Z0-9]*$/;

/** The field's name, once it is known to be one. Throws a TypeError else, so that nothing else reaches SQL. */
export function checkedField(field: string): string {
  if (!FIELD.test(field)) throw new TypeError(`“${field}” is not a field name.`);
  return field;
}

/**
 * The expression that reads a scalar field, null where the document has none. Queries and indexes must say it
 * alike, or SQLite does not see that one serves the other.
 */
export function fieldSql(field: string): string {
  return `(idx ->> '$.${checkedField(field)}')`;
}
