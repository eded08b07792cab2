/** A failing schedule with as little in it as still fails alike: everything that can be left out is, one thing after the other. */
import { play, type Day } from "./day.ts";
import type { Happening, Schedule } from "./schedule.ts";

export async function minimise(schedule: Schedule, invariant: string): Promise<Day> {
  const failsWith = async (happenings: readonly Happening[]): Promise<Day | undefined> => {
    const day = await play({ ...schedule, happenings });
    return day.violation?.invariant === invariant ? day : undefined;
  };
  let kept = schedule.happenings;
  let smallest = await play(schedule);
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < kept.length;) {
      const fewer = kept.toSpliced(from, size);
      const day = await failsWith(fewer);
      if (day === undefined) from += size;
      else [kept, smallest] = [fewer, day];
    }
  }
  return smallest;
}
