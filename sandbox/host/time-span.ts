const pattern = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/;

/**
 * Milliseconds of a .NET time span as host.json holds it: `[d.]hh:mm:ss[.fffffff]`.
 * @throws Error when the text is no time span.
 */
export function parseTimeSpan(text: string): number {
  const match = pattern.exec(text);
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match ?? [];
  if (match === null || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
    throw new Error(`"${text}" is no time span; expected hh:mm:ss, for example 00:05:00`);
  }
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Math.round(Number(`0.${fraction}0`) * 1000);
}
