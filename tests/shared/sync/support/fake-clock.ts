/** A clock that moves only when told. */
export class FakeClock {
  constructor(private time = Date.parse('2026-03-01T08:00:00Z')) {}

  now(): Date {
    return new Date(this.time);
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}
