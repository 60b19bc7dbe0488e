// One clock for both offices: opening hours laid end to end, nights left out, each day with an evening in which what the night brought is told.

const BEFORE = 2, EVENING = 14;

class Clock {
  // scenarios: of the offices that are shown; days: of their runs.
  constructor(scenarios, days) {
    this.days = days;
    this.starts = new Float64Array(days + 1);  // where each day begins on the clock
    this.firsts = new Float64Array(days);  // the minute of the day at which it begins
    for (let day = 0; day < days; day++) {
      const hours = scenarios.map((scenario) => this.hours(scenario, day)), first = Math.min(...hours.map(([opens]) => opens)) - BEFORE;
      this.firsts[day] = first;
      this.starts[day + 1] = this.starts[day] + Math.max(...hours.map(([, ends]) => ends)) + EVENING - first;
    }
    this.length = this.starts[days];
  }

  // The minutes of a day at which an office opens, and by which all have gone at the latest.
  hours({segments}, day) {
    const {values} = segments.findLast(({first}) => first <= day), week = values["calendar.days_per_week"], of = (list) => 60 * (list.length > 1 ? list[day % week] : list[0]);
    return [of(values["calendar.open_hour"]), of(values["calendar.close_hour"]) + values["calendar.overtime_minutes"]];
  }

  // The day and the minute of it, at a place on the clock.
  at(t) {
    let low = 0, high = this.days - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= t) low = middle;
      else high = middle - 1;
    }
    return {day: low, minute: this.firsts[low] + t - this.starts[low]};
  }

  // The place on the clock of a minute of a day.
  of(day, minute) { return this.starts[day] + Math.min(Math.max(0, minute - this.firsts[day]), this.starts[day + 1] - this.starts[day] - 0.001); }

  // The place on the clock at which the night of a day is told.
  night(day) { return this.starts[day + 1] - EVENING + 2; }

  evening(day, t) { return t >= this.starts[day + 1] - EVENING; }

  held(t) { return Math.min(Math.max(0, t), this.length - 0.001); }
}

export {Clock};
