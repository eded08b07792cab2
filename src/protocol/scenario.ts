/**
 * Scenarios as an application sets them up: which flow a caller goes through, and what they are told and played in it. A draft is edited; what is
 * published is a version and never changes; a call keeps the version that it began with.
 */
import type { Duration, Instant, Language, SoundId } from "../words/index.ts";

/** The flows there are: one machine each (src/call/scenarios). Each is a scenario of its own name as well, as long as nobody puts one of that id. */
export const flows = ["ACD", "Closed"] as const;
export type Flow = (typeof flows)[number];

export const isFlow = (id: string): id is Flow => flows.some((flow) => flow === id);

/** What may be said otherwise than usual, by its name. In `place` the text `{place}` stands for the number, in `wait` `{minutes}` for the minutes with their word, in `callbackKey` `{key}` for the key. */
export const lines = [
  "greeting",
  "next",
  "place",
  "wait",
  "shortWait",
  "longWait",
  "nobodyServes",
  "full",
  "closed",
  "waited",
  "callbackKey",
  "promised",
  "calledBack",
  "marked",
] as const;
export type Line = (typeof lines)[number];
/** What somebody may hear who has been phoned: the greeting, and why they cannot be served after all. */
const callbackLines = [
  "calledBack",
  "nobodyServes",
  "full",
  "closed",
  "waited",
  "marked",
] as const satisfies readonly Line[];
/** Lines that say a number, which no sound can. */
export const numberedLines = ["place", "wait"] as const satisfies readonly Line[];
/** What a sound may say in the place of a text. */
export const promptLines = lines.filter((line) => !numberedLines.some((numbered) => numbered === line));

/** The key with which callers leave the line to be phoned, unless a scenario has another. */
export const usualCallbackKey = "1";

/** How a flow goes in one scenario. Of `Closed` only the line `nobodyServes` is ever said, and the rest is without effect. */
export interface ScenarioSettings {
  /** Words of one's own; what is not given is said as usual. An empty text says nothing. 1,000 characters each. */
  readonly texts: Readonly<Partial<Record<Language, Readonly<Partial<Record<Line, string>>>>>>;
  /** Sounds in the place of texts. One that cannot be had is spoken instead. */
  readonly prompts: Readonly<Partial<Record<Language, Readonly<Partial<Record<Line, SoundId>>>>>>;
  /** What plays to those who wait; null, the default: the media workers' own. */
  readonly music: SoundId | null;
  /** How often a caller is told how they stand. 5 s–10 min; null, the default: as the rule says. */
  readonly announceEvery: Duration | null;
  /** Whether callers are told their place. Default: yes. */
  readonly sayPlace: boolean;
  /** Whether callers are told the expected wait. Default: yes. */
  readonly sayWait: boolean;
  /** With which key they leave the line to be phoned, where the queue phones people: a digit, `*` or `#`, default `1`; null: with none. */
  readonly callbackKey: string | null;
}

export const usualScenario: ScenarioSettings = {
  texts: {},
  prompts: {},
  music: null,
  announceEvery: null,
  sayPlace: true,
  sayWait: true,
  callbackKey: usualCallbackKey,
};

/** What is published: it stays as it is. */
export interface ScenarioVersion {
  /** Counts from 1. */
  readonly version: number;
  readonly flow: Flow;
  readonly settings: ScenarioSettings;
  /** What has changed, for people. */
  readonly note: string;
  /** A person's id, or `key`. */
  readonly by: string | null;
  readonly at: Instant;
}

/** A sound as it was when the call began: a new upload has another hash. */
export interface PinnedSound {
  readonly id: SoundId;
  readonly hash: string;
  readonly duration: Duration;
}

/** What a call is to do otherwise than its flow usually does, in its language; what is not said is as usual. */
export interface PinnedSettings {
  readonly texts?: Readonly<Partial<Record<Line, string>>> | undefined;
  readonly prompts?: Readonly<Partial<Record<Line, PinnedSound>>> | undefined;
  readonly music?: PinnedSound | undefined;
  readonly sayPlace?: false | undefined;
  readonly sayWait?: false | undefined;
  readonly callbackKey?: string | null | undefined;
}

/** The scenario of a call, as it was published when the call began. */
export interface PinnedScenario {
  /** 0: it has never been published, and does what its flow usually does. */
  readonly version: number;
  readonly flow: Flow;
  /** Absent: everything as usual. */
  readonly settings?: PinnedSettings | undefined;
}

/** What of this a call needs that is placed to keep a promise. Undefined: nothing. */
export function pinnedForCallback({ texts, prompts, music }: PinnedSettings): PinnedSettings | undefined {
  const [ownTexts, ownPrompts] = [heardByPhoned(texts), heardByPhoned(prompts)];
  const own: PinnedSettings = {
    ...(Object.keys(ownTexts).length > 0 && { texts: ownTexts }),
    ...(Object.keys(ownPrompts).length > 0 && { prompts: ownPrompts }),
    ...(music && { music }),
  };
  return Object.keys(own).length > 0 ? own : undefined;
}

const heardByPhoned = <Said>(own: Readonly<Partial<Record<Line, Said>>> = {}): Readonly<Partial<Record<Line, Said>>> =>
  Object.fromEntries(callbackLines.flatMap((line) => (own[line] === undefined ? [] : [[line, own[line]]])));

/** Of what has been published, what a call in this language needs. `soundOf` answers undefined for a sound that cannot be played. */
export function pinned(
  { version, flow, settings }: Pick<ScenarioVersion, "version" | "flow" | "settings">,
  language: Language,
  soundOf: (id: SoundId) => PinnedSound | undefined,
): PinnedScenario {
  const texts = settings.texts[language] ?? {};
  const prompts = Object.fromEntries(
    Object.entries(settings.prompts[language] ?? {}).flatMap(([line, id]) => {
      const sound = soundOf(id);
      return sound === undefined ? [] : [[line, sound]];
    }),
  );
  const music = settings.music === null ? undefined : soundOf(settings.music);
  const own: PinnedSettings = {
    ...(Object.keys(texts).length > 0 && { texts }),
    ...(Object.keys(prompts).length > 0 && { prompts }),
    ...(music && { music }),
    ...(!settings.sayPlace && { sayPlace: false }),
    ...(!settings.sayWait && { sayWait: false }),
    ...(settings.callbackKey !== usualCallbackKey && { callbackKey: settings.callbackKey }),
  };
  return { version, flow, ...(Object.keys(own).length > 0 && { settings: own }) };
}
