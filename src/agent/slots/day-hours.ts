/**
 * Which hours of the day “at 9” may mean where nothing tells: people are reminded while they are awake, so that 1 to 5
 * is the afternoon and 7 to 11 the morning; only 6 may be either.
 */
export function wideHours(hour: number): readonly number[] {
  if (hour === 6) return [6, 18];
  return hour < 6 ? [hour + 12] : [hour];
}
