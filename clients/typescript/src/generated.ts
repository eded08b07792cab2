// Made from the description of the API (/openapi.json). Do not change it by hand: see README.md.
import type { Answer, Route } from "./route.ts";

/** Sends a request and reads its answer; throws `AcdProblem` for what the API refuses. */
export type Send = <Body>(route: Route, input: object) => Promise<Answer<Body>>;

export type Application = {
  /** The application. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** In which callers are spoken to. */
  readonly language: "ru" | "en";
};

/** An error (RFC 9457). */
export type Problem = {
  /** Which problem it is; stable, for programs. */
  readonly type: string;
  /** The same for people. */
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** What happened this time, and what to do. */
  readonly detail: string;
  /** Each field that is wrong. */
  readonly errors?: readonly ({
    /** Path of the field, or name of the parameter. */
    readonly field: string;
    readonly problem: string;
    readonly remedy: string;
  })[];
  /** What still needs the thing that was to be deleted. */
  readonly usedBy?: readonly ({
    readonly kind: string;
    readonly id: string;
  })[];
  /** With 412: the resource as it is now; null: there is none. */
  readonly current?: { readonly [key: string]: unknown } | null;
};

export type ApplicationBody = {
  /** Shown to people. */
  readonly name: string;
  /** In which callers are spoken to. */
  readonly language?: "ru" | "en";
};

/** JSON Merge Patch (RFC 7396) of what PUT takes: only the fields that are to change; null gives a field its default; objects are changed within, lists are replaced. */
export type MergePatch = { readonly [key: string]: unknown };

export type SkillGroup = {
  /** The skill group. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
};

export type SkillGroupBody = {
  /** Shown to people. */
  readonly name: string;
};

export type Use = {
  readonly kind: string;
  readonly id: string;
  /** Whether it keeps this from being deleted; else it is a wish, passed over afterwards. */
  readonly keeps: boolean;
};

export type Hours = {
  /** The opening hours. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** Whose clocks count: a name of the IANA time zone database. */
  readonly timeZone: string;
  /** When it is open every week. Intervals may overlap. */
  readonly week: readonly ({
    /** On which days it begins. */
    readonly days: readonly ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
    /** When it begins, by the local clock. */
    readonly from: string;
    /** When it ends. Not later than `from`: on the next day; so 22:00 to 06:00 passes midnight, and 00:00 to 24:00 is a whole day. */
    readonly to: string;
  })[];
  /** Holidays and other days that are not like the others. */
  readonly special: readonly ({
    /** Which day. */
    readonly date: string;
    /** The same day of every year. A date of one year goes before one of every year. */
    readonly yearly?: boolean;
    /** What people call it. */
    readonly name?: string;
    /** When it is open, in the place of the week's intervals. None: closed all day. */
    readonly intervals?: readonly ({
      /** When it begins, by the local clock. */
      readonly from: string;
      /** When it ends. Not later than `from`: on the next day; so 22:00 to 06:00 passes midnight, and 00:00 to 24:00 is a whole day. */
      readonly to: string;
    })[];
  })[];
  /** The last time that it was opened or closed by hand. */
  readonly override: {
    readonly open: boolean;
    /** Who did it: a person's id, or `key`. */
    readonly by: string;
    /** Milliseconds since 1970 (UTC). */
    readonly since: number;
    /** When the timetable has its say again; null: when it is lifted. */
    readonly until: number | null;
  } | null;
};

export type HoursBody = {
  /** Shown to people. */
  readonly name: string;
  /** Whose clocks count: a name of the IANA time zone database. */
  readonly timeZone: string;
  /** When it is open every week. Intervals may overlap. */
  readonly week?: readonly ({
    /** On which days it begins. */
    readonly days: readonly ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
    /** When it begins, by the local clock. */
    readonly from: string;
    /** When it ends. Not later than `from`: on the next day; so 22:00 to 06:00 passes midnight, and 00:00 to 24:00 is a whole day. */
    readonly to: string;
  })[];
  /** Holidays and other days that are not like the others. */
  readonly special?: readonly ({
    /** Which day. */
    readonly date: string;
    /** The same day of every year. A date of one year goes before one of every year. */
    readonly yearly?: boolean;
    /** What people call it. */
    readonly name?: string;
    /** When it is open, in the place of the week's intervals. None: closed all day. */
    readonly intervals?: readonly ({
      /** When it begins, by the local clock. */
      readonly from: string;
      /** When it ends. Not later than `from`: on the next day; so 22:00 to 06:00 passes midnight, and 00:00 to 24:00 is a whole day. */
      readonly to: string;
    })[];
  })[];
};

export type Queue = {
  /** The queue. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** Whose members serve the queue. */
  readonly skillGroups: readonly (string)[];
  /** Between queues of one operator the higher weight is served first. */
  readonly weight: number;
  /** How often, in percent, an operator who becomes free asks this queue in its turn; otherwise last, so that lighter queues never starve. */
  readonly serviceProbability: number;
  /** How long an offer rings. In milliseconds, 5000 to 120000; 20000 unless given. */
  readonly ringTime: number;
  /** What follows a call before calls come again: `none`, nothing; `optional`, until the operator finishes it or its time is over; `mandatory`, until the operator finishes it; `timed`, its time, no less; `forced`, until the operator finishes it, who is paused when its time runs out first; `onRequest`, as `optional`, if the operator asked for it during the call. */
  readonly wrapUpMode: "none" | "optional" | "mandatory" | "timed" | "forced" | "onRequest";
  /** How long a wrap-up lasts, except in the mode `mandatory`; 0 means that there is none. In milliseconds, 0 to 3600000; 20000 unless given. */
  readonly wrapUp: number;
  /** By how much an operator may prolong a wrap-up, once, in the modes `optional`, `forced` and `onRequest`; 0 means not at all. In milliseconds, 0 to 600000; 60000 unless given. */
  readonly wrapUpExtension: number;
  /** The mean length of a service before the queue has measured its own. In milliseconds, 10000 to 7200000; 180000 unless given. */
  readonly serviceTime: number;
  /** The mean time after which a caller gives up. In milliseconds, 10000 to 7200000; 600000 unless given. */
  readonly patience: number;
  /** The most callers that may wait at once. */
  readonly capacity: number;
  /** Which of the free operators is offered a call: `longestIdle`; `roundRobin` (longest since this queue's last offer); `fewestCalls` and `leastTalk` (of this queue since they signed in); `random`; `weightedRandom` (by skill); `topDown` (by `order`); `mostQualified` and `leastQualified` (in the skills that the caller needs). */
  readonly strategy: "longestIdle" | "roundRobin" | "fewestCalls" | "leastTalk" | "random" | "weightedRandom" | "topDown" | "mostQualified" | "leastQualified";
  /** For `topDown`: the operators, the first to be asked first. Who is left out comes last. */
  readonly order: readonly (string)[];
  /** What every caller of this queue needs of an operator. */
  readonly needs: readonly ({
    /** A skill. */
    readonly skill: string;
    /** 1 a beginner, 5 an expert. */
    readonly level: number;
  })[];
  /** How the needs are lowered while a caller waits: `after` so long, `by` so many levels of those `skills` (none named: all). A need below level 1 is given up. */
  readonly relaxing: readonly ({
    /** Milliseconds since the caller came. */
    readonly after: number;
    readonly by: number;
    readonly skills?: readonly (string)[];
  })[];
  /** Groups that are not asked at once: tier 1 (usual) first, tier 2 after `tierWait`, and so on. */
  readonly tiers: { readonly [key: string]: number };
  /** How long each tier has a caller for itself; one in which nobody works has none. 0: all are asked, the first tiers first. In milliseconds, 0 to 1800000; 15000 unless given. */
  readonly tierWait: number;
  /** How many operators are rung at once for one caller. The first who says yes has them. */
  readonly ringAtOnce: number;
  /** How many points of priority a caller gains for each minute of waiting, so that callers of low priority do not starve. */
  readonly ageing: number;
  /** Who must be there for callers to be let in: an operator who is `signedIn`, be they paused; one who is `working`, not paused; or nobody (`always`). */
  readonly admission: "signedIn" | "working" | "always";
  /** A caller whose expected wait would be longer is not let in; 0 means no limit. In milliseconds, 0 to 14400000; 0 unless given. */
  readonly longestExpectedWait: number;
  /** When callers are let in. Null: always. Who comes outside of them goes where `targets.closed` says. */
  readonly hours: string | null;
  /** A caller who has waited for so long goes where `targets.waited` says, unless it rings for them just then; 0 means no limit. In milliseconds, 0 to 86400000; 0 unless given. */
  readonly longestWait: number;
  /** Who must be there for waiting callers to stay: an operator who is `signedIn`, one who is `working`, or nobody (`always`). Else they go where `targets.left_alone` says. */
  readonly staying: "signedIn" | "working" | "always";
  /** For how long nobody of those may be there before callers are let go. In milliseconds, 0 to 1800000; 10000 unless given. */
  readonly stayingGrace: number;
  /** What becomes of callers who are not let in (`nobody_serves`, `full`, `too_long`, `closed`) or are let go (`waited`, `left_alone`, `closing`), by why: `{"to": "announcement", "text": {…}}`, `{"to": "queue", "queue": …}`, `{"to": "voicemail"}`, `{"to": "callback"}`, `{"to": "event", "name": …}`. What is left out means: they are told why and hung up on; at `closing` they stay. */
  readonly targets: {
    /** Nobody is there of whom one must be (`admission`). */
    readonly nobody_serves?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** As many wait as may (`capacity`). */
    readonly full?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** The expected wait is too long (`longestExpectedWait`). */
    readonly too_long?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** They come outside the `hours`. */
    readonly closed?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** They have waited for the `longestWait`. */
    readonly waited?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** Those of whom one must stay (`staying`) have all left. */
    readonly left_alone?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** They wait when the `hours` end. Left out: they stay. */
    readonly closing?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
  };
  /** Whether callers who are transferred into this queue come at the time they first came, or at its end. */
  readonly transferTime: "keep" | "reset";
  /** The priority that they have in this queue; null: they keep theirs. */
  readonly transferPriority: number | null;
  /** For how long a caller who hung up while waiting gets the place back by calling again from the same number; 0 means not at all. In milliseconds, 0 to 3600000; 0 unless given. */
  readonly resumeWithin: number;
  /** Whether callers may leave the line to be phoned, at the time they came: `operatorFirst`, an operator says yes and then the caller is phoned; `callerFirst`, the caller is phoned while an operator is kept free; `off`. */
  readonly callback: "off" | "operatorFirst" | "callerFirst";
  /** How often somebody is phoned at most. */
  readonly callbackAttempts: number;
  /** How long after an attempt in vain the next one may be made. In milliseconds, 0 to 86400000; 300000 unless given. */
  readonly callbackGap: number;
  /** How long after it was promised a callback is given up. In milliseconds, 600000 to 1209600000; 86400000 unless given. */
  readonly callbackExpiry: number;
  /** Which dispositions may be chosen for its calls. None named: all that are active. */
  readonly dispositions: readonly (string)[];
  /** `toFinish`: the operator cannot finish a wrap-up without a disposition; one whose time is over ends without, and the record says so. `no`: none is needed. */
  readonly dispositionNeeded: "no" | "toFinish";
  /** After so many offers in a row that were left to ring, an operator is paused; 0 means never. */
  readonly pauseAfterMisses: number;
  /** For how long an operator is offered nothing, by any queue, after declining. In milliseconds, 0 to 600000; 5000 unless given. */
  readonly restAfterDeclined: number;
  /** For how long an operator is offered nothing, by any queue, after a miss that does not pause them. In milliseconds, 0 to 600000; 5000 unless given. */
  readonly restAfterMissed: number;
  /** For how long an operator is offered nothing, by any queue, after an offer that found them busy, counted from then. In milliseconds, 0 to 600000; 0 unless given. */
  readonly restAfterBusy: number;
  /** For how long an operator is offered nothing, by any queue, after going offline while it rang. In milliseconds, 0 to 600000; 0 unless given. */
  readonly restAfterUnreachable: number;
};

export type QueueBody = {
  /** Shown to people. */
  readonly name: string;
  /** Whose members serve the queue. */
  readonly skillGroups?: readonly (string)[];
  /** Between queues of one operator the higher weight is served first. */
  readonly weight?: number;
  /** How often, in percent, an operator who becomes free asks this queue in its turn; otherwise last, so that lighter queues never starve. */
  readonly serviceProbability?: number;
  /** How long an offer rings. In milliseconds, 5000 to 120000; 20000 unless given. */
  readonly ringTime?: number;
  /** What follows a call before calls come again: `none`, nothing; `optional`, until the operator finishes it or its time is over; `mandatory`, until the operator finishes it; `timed`, its time, no less; `forced`, until the operator finishes it, who is paused when its time runs out first; `onRequest`, as `optional`, if the operator asked for it during the call. */
  readonly wrapUpMode?: "none" | "optional" | "mandatory" | "timed" | "forced" | "onRequest";
  /** How long a wrap-up lasts, except in the mode `mandatory`; 0 means that there is none. In milliseconds, 0 to 3600000; 20000 unless given. */
  readonly wrapUp?: number;
  /** By how much an operator may prolong a wrap-up, once, in the modes `optional`, `forced` and `onRequest`; 0 means not at all. In milliseconds, 0 to 600000; 60000 unless given. */
  readonly wrapUpExtension?: number;
  /** The mean length of a service before the queue has measured its own. In milliseconds, 10000 to 7200000; 180000 unless given. */
  readonly serviceTime?: number;
  /** The mean time after which a caller gives up. In milliseconds, 10000 to 7200000; 600000 unless given. */
  readonly patience?: number;
  /** The most callers that may wait at once. */
  readonly capacity?: number;
  /** Which of the free operators is offered a call: `longestIdle`; `roundRobin` (longest since this queue's last offer); `fewestCalls` and `leastTalk` (of this queue since they signed in); `random`; `weightedRandom` (by skill); `topDown` (by `order`); `mostQualified` and `leastQualified` (in the skills that the caller needs). */
  readonly strategy?: "longestIdle" | "roundRobin" | "fewestCalls" | "leastTalk" | "random" | "weightedRandom" | "topDown" | "mostQualified" | "leastQualified";
  /** For `topDown`: the operators, the first to be asked first. Who is left out comes last. */
  readonly order?: readonly (string)[];
  /** What every caller of this queue needs of an operator. */
  readonly needs?: readonly ({
    /** A skill. */
    readonly skill: string;
    /** 1 a beginner, 5 an expert. */
    readonly level: number;
  })[];
  /** How the needs are lowered while a caller waits: `after` so long, `by` so many levels of those `skills` (none named: all). A need below level 1 is given up. */
  readonly relaxing?: readonly ({
    /** Milliseconds since the caller came. */
    readonly after: number;
    readonly by: number;
    readonly skills?: readonly (string)[];
  })[];
  /** Groups that are not asked at once: tier 1 (usual) first, tier 2 after `tierWait`, and so on. */
  readonly tiers?: { readonly [key: string]: number };
  /** How long each tier has a caller for itself; one in which nobody works has none. 0: all are asked, the first tiers first. In milliseconds, 0 to 1800000; 15000 unless given. */
  readonly tierWait?: number;
  /** How many operators are rung at once for one caller. The first who says yes has them. */
  readonly ringAtOnce?: number;
  /** How many points of priority a caller gains for each minute of waiting, so that callers of low priority do not starve. */
  readonly ageing?: number;
  /** Who must be there for callers to be let in: an operator who is `signedIn`, be they paused; one who is `working`, not paused; or nobody (`always`). */
  readonly admission?: "signedIn" | "working" | "always";
  /** A caller whose expected wait would be longer is not let in; 0 means no limit. In milliseconds, 0 to 14400000; 0 unless given. */
  readonly longestExpectedWait?: number;
  /** When callers are let in. Null: always. Who comes outside of them goes where `targets.closed` says. */
  readonly hours?: string | null;
  /** A caller who has waited for so long goes where `targets.waited` says, unless it rings for them just then; 0 means no limit. In milliseconds, 0 to 86400000; 0 unless given. */
  readonly longestWait?: number;
  /** Who must be there for waiting callers to stay: an operator who is `signedIn`, one who is `working`, or nobody (`always`). Else they go where `targets.left_alone` says. */
  readonly staying?: "signedIn" | "working" | "always";
  /** For how long nobody of those may be there before callers are let go. In milliseconds, 0 to 1800000; 10000 unless given. */
  readonly stayingGrace?: number;
  /** What becomes of callers who are not let in (`nobody_serves`, `full`, `too_long`, `closed`) or are let go (`waited`, `left_alone`, `closing`), by why: `{"to": "announcement", "text": {…}}`, `{"to": "queue", "queue": …}`, `{"to": "voicemail"}`, `{"to": "callback"}`, `{"to": "event", "name": …}`. What is left out means: they are told why and hung up on; at `closing` they stay. */
  readonly targets?: {
    /** Nobody is there of whom one must be (`admission`). */
    readonly nobody_serves?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** As many wait as may (`capacity`). */
    readonly full?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** The expected wait is too long (`longestExpectedWait`). */
    readonly too_long?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** They come outside the `hours`. */
    readonly closed?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** They have waited for the `longestWait`. */
    readonly waited?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** Those of whom one must stay (`staying`) have all left. */
    readonly left_alone?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
    /** They wait when the `hours` end. Left out: they stay. */
    readonly closing?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    };
  };
  /** Whether callers who are transferred into this queue come at the time they first came, or at its end. */
  readonly transferTime?: "keep" | "reset";
  /** The priority that they have in this queue; null: they keep theirs. */
  readonly transferPriority?: number | null;
  /** For how long a caller who hung up while waiting gets the place back by calling again from the same number; 0 means not at all. In milliseconds, 0 to 3600000; 0 unless given. */
  readonly resumeWithin?: number;
  /** Whether callers may leave the line to be phoned, at the time they came: `operatorFirst`, an operator says yes and then the caller is phoned; `callerFirst`, the caller is phoned while an operator is kept free; `off`. */
  readonly callback?: "off" | "operatorFirst" | "callerFirst";
  /** How often somebody is phoned at most. */
  readonly callbackAttempts?: number;
  /** How long after an attempt in vain the next one may be made. In milliseconds, 0 to 86400000; 300000 unless given. */
  readonly callbackGap?: number;
  /** How long after it was promised a callback is given up. In milliseconds, 600000 to 1209600000; 86400000 unless given. */
  readonly callbackExpiry?: number;
  /** Which dispositions may be chosen for its calls. None named: all that are active. */
  readonly dispositions?: readonly (string)[];
  /** `toFinish`: the operator cannot finish a wrap-up without a disposition; one whose time is over ends without, and the record says so. `no`: none is needed. */
  readonly dispositionNeeded?: "no" | "toFinish";
  /** After so many offers in a row that were left to ring, an operator is paused; 0 means never. */
  readonly pauseAfterMisses?: number;
  /** For how long an operator is offered nothing, by any queue, after declining. In milliseconds, 0 to 600000; 5000 unless given. */
  readonly restAfterDeclined?: number;
  /** For how long an operator is offered nothing, by any queue, after a miss that does not pause them. In milliseconds, 0 to 600000; 5000 unless given. */
  readonly restAfterMissed?: number;
  /** For how long an operator is offered nothing, by any queue, after an offer that found them busy, counted from then. In milliseconds, 0 to 600000; 0 unless given. */
  readonly restAfterBusy?: number;
  /** For how long an operator is offered nothing, by any queue, after going offline while it rang. In milliseconds, 0 to 600000; 0 unless given. */
  readonly restAfterUnreachable?: number;
};

export type Operator = {
  /** The operator; also the name to sign in with. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
  readonly role: string;
  /** The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed. */
  readonly scope: {
    readonly queues: readonly (string)[];
  } | null;
  /** The skill groups the person is in. */
  readonly skillGroups: readonly (string)[];
  /** What the person can do, at which level. */
  readonly skills: { readonly [key: string]: number };
  /** The queues that the person is to serve before the others, the first first; all others follow by weight. */
  readonly queueOrder: readonly (string)[];
  /** The longest that an offer rings at this operator: of this and the queue's the smaller counts. In milliseconds, 5000 to 120000; null, unless given: as the queue says. */
  readonly ringTime: number | null;
  /** What follows this operator's calls; null: what the queue says. */
  readonly wrapUpMode: "none" | "optional" | "mandatory" | "timed" | "forced" | "onRequest" | null;
  /** How long this operator's wrap-ups last. In milliseconds, 0 to 3600000; null, unless given: as the queue says. */
  readonly wrapUp: number | null;
  /** Whether a password is set. */
  readonly canSignIn: boolean;
};

export type OperatorBody = {
  /** Shown to people. */
  readonly name: string;
  /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
  readonly role?: string;
  /** The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed. */
  readonly scope?: {
    readonly queues: readonly (string)[];
  } | null;
  /** The skill groups the person is in. */
  readonly skillGroups?: readonly (string)[];
  /** What the person can do, at which level. */
  readonly skills?: { readonly [key: string]: number };
  /** The queues that the person is to serve before the others, the first first; all others follow by weight. */
  readonly queueOrder?: readonly (string)[];
  /** The longest that an offer rings at this operator: of this and the queue's the smaller counts. In milliseconds, 5000 to 120000; null, unless given: as the queue says. */
  readonly ringTime?: number | null;
  /** What follows this operator's calls; null: what the queue says. */
  readonly wrapUpMode?: "none" | "optional" | "mandatory" | "timed" | "forced" | "onRequest" | null;
  /** How long this operator's wrap-ups last. In milliseconds, 0 to 3600000; null, unless given: as the queue says. */
  readonly wrapUp?: number | null;
  /** A new password; left out, the present one stays. It is never shown. Setting one signs the person out everywhere. */
  readonly password?: string;
};

export type Number = {
  /** A telephone number, as the carrier sends it. */
  readonly id: string;
  /** What the number is for. */
  readonly label: string;
};

export type NumberBody = {
  /** What the number is for. */
  readonly label?: string;
};

export type Rule = {
  /** The rule. */
  readonly id: string;
  /** Which numbers the rule takes: a whole number, or a beginning followed by `*`. */
  readonly mask: string;
  /** The call flow. */
  readonly scenario: string;
  /** The queue. */
  readonly queue: string;
  /** Of its callers in the queue: 1 is served first, 100 last. */
  readonly priority: number;
  /** Rules are tried in this order; the first that matches wins. */
  readonly order: number;
  /** A caller who comes back gets the operator they talked to last, while that one is signed in. Null: anybody. */
  readonly lastOperator: {
    /** How recently that talk has ended, in milliseconds. */
    readonly within: number;
    /** For how long nobody else is asked, in milliseconds; null: for as long as it takes. */
    readonly for?: number | null;
  } | null;
  /** What its callers need of an operator, besides what the queue asks for. */
  readonly needs: readonly ({
    /** A skill. */
    readonly skill: string;
    /** 1 a beginner, 5 an expert. */
    readonly level: number;
  })[];
  /** Null: the application's. */
  readonly language: "ru" | "en" | null;
  /** What becomes of its callers while the queue is closed. Null: what the queue says. */
  readonly closed: {
    readonly to: "announcement";
    /** What is said, by language; the usual words in those that are left out. */
    readonly text?: {
      readonly ru?: string;
      readonly en?: string;
    };
  } | {
    readonly to: "queue";
    /** The queue. */
    readonly queue: string;
    /** Whether the time that they have waited counts in that queue. */
    readonly time?: "keep" | "reset";
    /** In that queue; null: they keep theirs. */
    readonly priority?: number | null;
  } | {
    readonly to: "voicemail";
    /** What is said, by language; the usual words in those that are left out. */
    readonly text?: {
      readonly ru?: string;
      readonly en?: string;
    };
  } | {
    readonly to: "callback";
    /** What is said, by language; the usual words in those that are left out. */
    readonly text?: {
      readonly ru?: string;
      readonly en?: string;
    };
  } | {
    readonly to: "event";
    readonly name: string;
  } | null;
  /** How often a waiting caller is told their place. In milliseconds, 5000 to 600000; 30000 unless given. */
  readonly announceEvery: number;
};

export type RuleBody = {
  /** Which numbers the rule takes: a whole number, or a beginning followed by `*`. */
  readonly mask: string;
  /** The call flow. */
  readonly scenario?: string;
  /** The queue. */
  readonly queue: string;
  /** Of its callers in the queue: 1 is served first, 100 last. */
  readonly priority?: number;
  /** Rules are tried in this order; the first that matches wins. */
  readonly order?: number;
  /** A caller who comes back gets the operator they talked to last, while that one is signed in. Null: anybody. */
  readonly lastOperator?: {
    /** How recently that talk has ended, in milliseconds. */
    readonly within: number;
    /** For how long nobody else is asked, in milliseconds; null: for as long as it takes. */
    readonly for?: number | null;
  } | null;
  /** What its callers need of an operator, besides what the queue asks for. */
  readonly needs?: readonly ({
    /** A skill. */
    readonly skill: string;
    /** 1 a beginner, 5 an expert. */
    readonly level: number;
  })[];
  /** Null: the application's. */
  readonly language?: "ru" | "en" | null;
  /** What becomes of its callers while the queue is closed. Null: what the queue says. */
  readonly closed?: {
    readonly to: "announcement";
    /** What is said, by language; the usual words in those that are left out. */
    readonly text?: {
      readonly ru?: string;
      readonly en?: string;
    };
  } | {
    readonly to: "queue";
    /** The queue. */
    readonly queue: string;
    /** Whether the time that they have waited counts in that queue. */
    readonly time?: "keep" | "reset";
    /** In that queue; null: they keep theirs. */
    readonly priority?: number | null;
  } | {
    readonly to: "voicemail";
    /** What is said, by language; the usual words in those that are left out. */
    readonly text?: {
      readonly ru?: string;
      readonly en?: string;
    };
  } | {
    readonly to: "callback";
    /** What is said, by language; the usual words in those that are left out. */
    readonly text?: {
      readonly ru?: string;
      readonly en?: string;
    };
  } | {
    readonly to: "event";
    readonly name: string;
  } | null;
  /** How often a waiting caller is told their place. In milliseconds, 5000 to 600000; 30000 unless given. */
  readonly announceEvery?: number;
};

export type Disposition = {
  /** The disposition. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** In which order operators see them. */
  readonly order: number;
  /** Under which heading it is shown; null: under none. */
  readonly group: string | null;
  /** One that is not is chosen no longer. What has been chosen keeps it. */
  readonly active: boolean;
};

export type DispositionBody = {
  /** Shown to people. */
  readonly name: string;
  /** In which order operators see them. */
  readonly order?: number;
  /** Under which heading it is shown; null: under none. */
  readonly group?: string | null;
  /** One that is not is chosen no longer. What has been chosen keeps it. */
  readonly active?: boolean;
};

export type PauseReason = {
  /** The pause reason. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** In the place of the name, for those who read that language. */
  readonly names: {
    /** Shown to people. */
    readonly ru?: string;
    /** Shown to people. */
    readonly en?: string;
  };
  /** As what such a pause is shown. */
  readonly status: "Timeout" | "DND";
  /** In which order operators see them. */
  readonly order: number;
  /** Whether it is working time. What is not is left out of the time that `utilisation` is a share of. */
  readonly paid: boolean;
  /** In milliseconds: a pause that lasts longer is marked for supervisors, and goes on. Null: it may last as long as it does. */
  readonly longest: number | null;
};

export type PauseReasonBody = {
  /** Shown to people. */
  readonly name: string;
  /** In the place of the name, for those who read that language. */
  readonly names?: {
    /** Shown to people. */
    readonly ru?: string;
    /** Shown to people. */
    readonly en?: string;
  };
  /** As what such a pause is shown. */
  readonly status?: "Timeout" | "DND";
  /** In which order operators see them. */
  readonly order?: number;
  /** Whether it is working time. What is not is left out of the time that `utilisation` is a share of. */
  readonly paid?: boolean;
  /** In milliseconds: a pause that lasts longer is marked for supervisors, and goes on. Null: it may last as long as it does. */
  readonly longest?: number | null;
};

export type Role = {
  /** The role. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** What it allows. Nobody gives a right that they do not have. */
  readonly rights: readonly (Right)[];
};

/** What may be allowed; listed under Rights. */
export type Right = "application.read" | "application.export" | "application.import" | "skillGroups.read" | "skillGroups.write" | "hours.read" | "hours.write" | "hours.override" | "queues.read" | "queues.write" | "queues.watch" | "people.read" | "people.write" | "numbers.read" | "numbers.write" | "numbers.buy" | "outbound.read" | "outbound.write" | "numbers.unmask" | "callers.find" | "callers.erase" | "rules.read" | "rules.write" | "scenarios.read" | "scenarios.write" | "scenarios.publish" | "sounds.read" | "sounds.write" | "roles.read" | "roles.write" | "pauseReasons.read" | "pauseReasons.write" | "dispositions.read" | "dispositions.write" | "keys.read" | "keys.write" | "webhooks.read" | "webhooks.write" | "console.open" | "self.watch" | "operators.watch" | "operators.force" | "calls.read" | "calls.command" | "calls.annotate" | "calls.listen" | "calls.whisper" | "calls.barge" | "recordings.play" | "reports.read" | "retention.read" | "retention.write" | "schedules.read" | "schedules.write" | "audit.read";

export type RoleBody = {
  /** Shown to people. */
  readonly name: string;
  /** What it allows. Nobody gives a right that they do not have. */
  readonly rights: readonly (Right)[];
};

/** Name, flow and settings are the draft's. */
export type Scenario = {
  /** The call flow. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** What callers go through. `ACD`: they wait for an operator; `Closed`: they are told that nobody is there. */
  readonly flow: "ACD" | "Closed";
  readonly settings?: ScenarioSettings;
  /** The latest version, which callers get. Null: there is none, and they get what the flow usually does. */
  readonly published: {
    /** Counts from 1. */
    readonly version: number;
    /** What callers go through. `ACD`: they wait for an operator; `Closed`: they are told that nobody is there. */
    readonly flow: "ACD" | "Closed";
    readonly settings: ScenarioSettings;
    /** What had changed, for people. */
    readonly note: string;
    /** Who published it: a person's id, or `key`. */
    readonly by: string | null;
    /** Milliseconds since 1970 (UTC). */
    readonly at: number;
  } | null;
};

export type ScenarioSettings = {
  /** Words of one's own, by language; what is not given is said as usual, an empty text says nothing. `{place}` stands for the place in the line, `{minutes}` for the minutes with their word, `{key}` for the key. */
  readonly texts?: {
    readonly ru?: {
      readonly greeting?: string;
      readonly next?: string;
      readonly place?: string;
      readonly wait?: string;
      readonly shortWait?: string;
      readonly longWait?: string;
      readonly nobodyServes?: string;
      readonly full?: string;
      readonly closed?: string;
      readonly waited?: string;
      readonly callbackKey?: string;
      readonly promised?: string;
      readonly calledBack?: string;
      readonly marked?: string;
    };
    readonly en?: {
      readonly greeting?: string;
      readonly next?: string;
      readonly place?: string;
      readonly wait?: string;
      readonly shortWait?: string;
      readonly longWait?: string;
      readonly nobodyServes?: string;
      readonly full?: string;
      readonly closed?: string;
      readonly waited?: string;
      readonly callbackKey?: string;
      readonly promised?: string;
      readonly calledBack?: string;
      readonly marked?: string;
    };
  };
  /** Sounds in the place of texts, by language. What cannot be played is spoken. */
  readonly prompts?: {
    readonly ru?: {
      /** The sound. */
      readonly greeting?: string;
      /** The sound. */
      readonly next?: string;
      /** The sound. */
      readonly shortWait?: string;
      /** The sound. */
      readonly longWait?: string;
      /** The sound. */
      readonly nobodyServes?: string;
      /** The sound. */
      readonly full?: string;
      /** The sound. */
      readonly closed?: string;
      /** The sound. */
      readonly waited?: string;
      /** The sound. */
      readonly callbackKey?: string;
      /** The sound. */
      readonly promised?: string;
      /** The sound. */
      readonly calledBack?: string;
      /** The sound. */
      readonly marked?: string;
    };
    readonly en?: {
      /** The sound. */
      readonly greeting?: string;
      /** The sound. */
      readonly next?: string;
      /** The sound. */
      readonly shortWait?: string;
      /** The sound. */
      readonly longWait?: string;
      /** The sound. */
      readonly nobodyServes?: string;
      /** The sound. */
      readonly full?: string;
      /** The sound. */
      readonly closed?: string;
      /** The sound. */
      readonly waited?: string;
      /** The sound. */
      readonly callbackKey?: string;
      /** The sound. */
      readonly promised?: string;
      /** The sound. */
      readonly calledBack?: string;
      /** The sound. */
      readonly marked?: string;
    };
  };
  /** Plays to those who wait. Null: the usual music. */
  readonly music?: string | null;
  /** How often a caller is told how they stand, in milliseconds. Null: as the rule says. */
  readonly announceEvery?: number | null;
  /** Whether callers are told their place. */
  readonly sayPlace?: boolean;
  /** Whether callers are told the expected wait. */
  readonly sayWait?: boolean;
  /** The key with which callers leave the line to be phoned, where the queue phones people. Null: none. */
  readonly callbackKey?: string | null;
};

export type ScenarioBody = {
  /** Shown to people. */
  readonly name: string;
  /** What callers go through. `ACD`: they wait for an operator; `Closed`: they are told that nobody is there. */
  readonly flow?: "ACD" | "Closed";
  readonly settings?: ScenarioSettings;
};

export type PublishBody = {
  /** An earlier version that is to come again. Left out: the draft. */
  readonly of?: number;
  /** What has changed, for people. */
  readonly note?: string;
};

export type ScenarioVersion = {
  /** Counts from 1. */
  readonly version: number;
  /** What callers go through. `ACD`: they wait for an operator; `Closed`: they are told that nobody is there. */
  readonly flow: "ACD" | "Closed";
  readonly settings: ScenarioSettings;
  /** What had changed, for people. */
  readonly note: string;
  /** Who published it: a person's id, or `key`. */
  readonly by: string | null;
  /** Milliseconds since 1970 (UTC). */
  readonly at: number;
};

export type Sound = {
  /** The sound. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** `prompt`: said in the place of a text; `music`: plays to those who wait. */
  readonly use: "prompt" | "music";
  /** In which it speaks, for people. */
  readonly language: "ru" | "en" | null;
  /** `empty`: nothing uploaded; `converting`: an upload waits for a media worker; `ready`; `failed`: the last upload could not be taken. */
  readonly state: "empty" | "converting" | "ready" | "failed";
  /** Of `failed`: why. */
  readonly because: string | null;
  /** What is played, also while another upload is being converted or has failed. */
  readonly audio: {
    /** SHA-256 of what is played: another with each upload. */
    readonly hash: string;
    /** In milliseconds. */
    readonly duration: number;
    /** In bytes. */
    readonly size: number;
    /** In LUFS; null: silent. */
    readonly loudness: number | null;
  } | null;
};

export type SoundBody = {
  /** Shown to people. */
  readonly name: string;
  /** `prompt`: said in the place of a text; `music`: plays to those who wait. */
  readonly use: "prompt" | "music";
  /** In which it speaks, for people. */
  readonly language?: "ru" | "en" | null;
};

export type Webhook = {
  /** The webhook. */
  readonly id: string;
  /** Where messages are posted to: https, on the Internet. Addresses of this machine, of private networks and of the inside of clouds are refused. */
  readonly url: string;
  /** For people. */
  readonly description: string;
  /** What is told. `*`: everything, also what is added one day. */
  readonly events: "*" | readonly ("call.started" | "call.ended" | "callback.ended" | "offer.ended" | "status.ended")[];
  /** What happens while it is not is not told, not afterwards either; what waits is kept. */
  readonly enabled: boolean;
  /** How callers' numbers are told. `whole` takes the right `numbers.unmask`. */
  readonly numbers: "masked" | "whole";
  /** Since when it is disabled because its receiver does not take anything. Null: it is not. */
  readonly disabledSince: number | null;
  /** `gone`: the receiver has answered 410; `failing`: it has taken nothing for a day. */
  readonly because: "gone" | "failing" | null;
};

export type WebhookBody = {
  /** Where messages are posted to: https, on the Internet. Addresses of this machine, of private networks and of the inside of clouds are refused. */
  readonly url: string;
  /** For people. */
  readonly description?: string;
  /** What is told. `*`: everything, also what is added one day. */
  readonly events?: "*" | readonly ("call.started" | "call.ended" | "callback.ended" | "offer.ended" | "status.ended")[];
  /** What happens while it is not is not told, not afterwards either; what waits is kept. */
  readonly enabled?: boolean;
  /** How callers' numbers are told. `whole` takes the right `numbers.unmask`. */
  readonly numbers?: "masked" | "whole";
};

export type WebhookSecret = {
  /** Begins with `whsec_`. It is shown this once. */
  readonly secret: string;
  /** Until when messages are signed with the secret before this one as well. Null: there was none. */
  readonly previousUntil: number | null;
};

export type Nothing = Record<string, never>;

export type WebhookTest = {
  readonly id: string;
};

export type Deliveries = {
  readonly items: readonly (Delivery)[];
  /** The `cursor` of the next page; absent: this is the last one. */
  readonly next?: string;
  /** How many messages wait to be sent. */
  readonly waiting: number;
  /** How many have been set aside. */
  readonly failed: number;
  /** How many were thrown away unsent: more than 100,000 waited, or they waited for 7 days. */
  readonly dropped: number;
  /** Nothing is sent before a secret has been made. */
  readonly hasSecret: boolean;
};

export type Delivery = {
  /** The message's `webhook-id`: the same for every attempt. */
  readonly id: string;
  readonly type: string;
  /** When it happened. */
  readonly at: number;
  /** `failed`: it was not taken for a day, and is not tried any more. */
  readonly state: "waiting" | "delivered" | "failed";
  readonly tries: number;
  /** Milliseconds since 1970 (UTC). */
  readonly lastTryAt: number | null;
  /** What the receiver answered last. Null: nothing. */
  readonly lastStatus: number | null;
  /** What was wrong with the last attempt. `refused`: the answer was no 2xx; `timeout`: there was none within 15 s; `forbidden`: the address may not be posted to. */
  readonly problem: "refused" | "timeout" | "unreachable" | "forbidden" | null;
  /** When it is tried again. Null: not at all, or as soon as those before it are through. */
  readonly nextTryAt: number | null;
};

export type WebhookReplayed = {
  /** How many. */
  readonly messages: number;
};

export type WebhookReplay = {
  /** Everything that has happened since then. */
  readonly since: number;
} | {
  readonly ids: readonly (string)[];
};

export type IdentityProvider = {
  /** The identity provider. */
  readonly id: string;
  /** On the button of the sign-in page: Sign in with … */
  readonly name: string;
  /** Whoever came in by it is out when it no longer is. */
  readonly enabled: boolean;
  /** The provider, as its tokens call it; `<issuer>/.well-known/openid-configuration` is read. https, on the Internet. */
  readonly issuer: string;
  /** What this call centre is called there. */
  readonly clientId: string;
  /** What is asked for. */
  readonly scopes: readonly (string)[];
  /** From which claim somebody's id here comes when they come for the first time: `preferred_username`, or what stands before the @ of a verified address in one of `emailDomains`. Afterwards they are known by the provider's `sub`. */
  readonly personBy: "username" | "email";
  /** Whether somebody who is here already is who comes with that id for the first time: only for a provider in which nobody chooses their own name. */
  readonly linkExisting: boolean;
  /** Only verified addresses of these are let in; none: all, whatever their address. */
  readonly emailDomains: readonly (string)[];
  /** What the token must say; of a list, what must be in it. */
  readonly requiredClaims: { readonly [key: string]: string };
  /** As what somebody is taken in who is not here yet. Null: they are not. */
  readonly provision: {
    /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
    readonly role: string;
    /** The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed. */
    readonly scope?: {
      readonly queues: readonly (string)[];
    } | null;
    readonly skillGroups?: readonly (string)[];
  } | null;
  /** The claim that lists somebody's groups. */
  readonly groupsClaim: string;
  /** Which role a group has; the first that fits is theirs, at each sign-in. Who is in none of them has that of `provision`, and without one is not let in. Empty: groups have no say. */
  readonly roles: readonly ({
    readonly group: string;
    /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
    readonly role: string;
  })[];
  /** Whether coming from there counts as both factors: `always`, or when the token's `amr` or `acr` says one of these (`claims`). Where it does not, the code of one's own second factor is asked for. */
  readonly secondFactor: {
    readonly trusted: "never" | "always" | "claims";
    readonly amr?: readonly (string)[];
    readonly acr?: readonly (string)[];
  };
  /** Whether a client secret is kept. */
  readonly hasSecret: boolean;
};

export type IdentityProviderBody = {
  /** On the button of the sign-in page: Sign in with … */
  readonly name: string;
  /** Whoever came in by it is out when it no longer is. */
  readonly enabled?: boolean;
  /** The provider, as its tokens call it; `<issuer>/.well-known/openid-configuration` is read. https, on the Internet. */
  readonly issuer: string;
  /** What this call centre is called there. */
  readonly clientId: string;
  /** Kept sealed and never shown. Left out: it stays; where there is none, PKCE has to do. */
  readonly clientSecret?: string;
  /** What is asked for. */
  readonly scopes?: readonly (string)[];
  /** From which claim somebody's id here comes when they come for the first time: `preferred_username`, or what stands before the @ of a verified address in one of `emailDomains`. Afterwards they are known by the provider's `sub`. */
  readonly personBy?: "username" | "email";
  /** Whether somebody who is here already is who comes with that id for the first time: only for a provider in which nobody chooses their own name. */
  readonly linkExisting?: boolean;
  /** Only verified addresses of these are let in; none: all, whatever their address. */
  readonly emailDomains?: readonly (string)[];
  /** What the token must say; of a list, what must be in it. */
  readonly requiredClaims?: { readonly [key: string]: string };
  /** As what somebody is taken in who is not here yet. Null: they are not. */
  readonly provision?: {
    /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
    readonly role: string;
    /** The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed. */
    readonly scope?: {
      readonly queues: readonly (string)[];
    } | null;
    readonly skillGroups?: readonly (string)[];
  } | null;
  /** The claim that lists somebody's groups. */
  readonly groupsClaim?: string;
  /** Which role a group has; the first that fits is theirs, at each sign-in. Who is in none of them has that of `provision`, and without one is not let in. Empty: groups have no say. */
  readonly roles?: readonly ({
    readonly group: string;
    /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
    readonly role: string;
  })[];
  /** Whether coming from there counts as both factors: `always`, or when the token's `amr` or `acr` says one of these (`claims`). Where it does not, the code of one's own second factor is asked for. */
  readonly secondFactor?: {
    readonly trusted: "never" | "always" | "claims";
    readonly amr?: readonly (string)[];
    readonly acr?: readonly (string)[];
  };
};

export type Identities = {
  readonly items: readonly (Identity)[];
};

export type Identity = {
  /** The identity provider. */
  readonly provider: string;
  readonly issuer: string;
  /** The provider's `sub`. */
  readonly subject: string;
  /** Milliseconds since 1970 (UTC). */
  readonly madeAt: number;
  /** Milliseconds since 1970 (UTC). */
  readonly lastUsedAt: number;
};

export type Rights = {
  readonly rights: readonly ({
    readonly right: Right;
    readonly meaning: string;
  })[];
  /** Those that are built in; the application's own are under `roles`. */
  readonly roles: readonly ({
    /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
    readonly id: string;
    readonly rights: readonly (Right)[];
  })[];
};

export type NewKey = {
  /** The API key. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** What it allows. Nobody gives a right that they do not have. */
  readonly rights: readonly (Right)[];
  /** The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed. */
  readonly scope: {
    readonly queues: readonly (string)[];
  } | null;
  /** When it ends, in milliseconds since 1970 (UTC). Null: when it is revoked. */
  readonly expiresAt: number | null;
  /** Whose key it is; null: made with the admin key. */
  readonly madeBy: string | null;
  /** Milliseconds since 1970 (UTC). */
  readonly madeAt: number;
  /** To the minute; null: never. */
  readonly lastUsedAt: number | null;
  /** The whole key. It is shown this once and kept nowhere. */
  readonly key: string;
};

export type KeyBody = {
  /** Shown to people. */
  readonly name: string;
  /** What it allows. Nobody gives a right that they do not have. */
  readonly rights: readonly (Right)[];
  /** The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed. */
  readonly scope?: {
    readonly queues: readonly (string)[];
  } | null;
  /** When it ends, in milliseconds since 1970 (UTC). Null: when it is revoked. */
  readonly expiresAt?: number | null;
};

export type Key = {
  /** The API key. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** What it allows. Nobody gives a right that they do not have. */
  readonly rights: readonly (Right)[];
  /** The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed. */
  readonly scope: {
    readonly queues: readonly (string)[];
  } | null;
  /** When it ends, in milliseconds since 1970 (UTC). Null: when it is revoked. */
  readonly expiresAt: number | null;
  /** Whose key it is; null: made with the admin key. */
  readonly madeBy: string | null;
  /** Milliseconds since 1970 (UTC). */
  readonly madeAt: number;
  /** To the minute; null: never. */
  readonly lastUsedAt: number | null;
};

/** A whole application. Neither passwords nor keys are in it, nor the secrets of webhooks and identity providers. */
export type ApplicationFile = {
  /** Of this form. */
  readonly version: 1;
  readonly application: ApplicationBody;
  /** Left out: they stay as they are. */
  readonly signInRules?: {
    /** The roles that must have a second factor. Who has none may do nothing but set it up. */
    readonly secondFactor: readonly (string)[];
  };
  /** Left out: it stays as it is. */
  readonly retention?: {
    /** Records of calls, how they turned out, the notes on them, and how promises to phone somebody ended. Reports keep what they have summed up. In days; null: for ever. */
    readonly calls?: number | null;
    /** What happened in a call, moment by moment. In days; null: for ever. */
    readonly timelines?: number | null;
    /** What came in to a call, for going through it again. In days; null: for ever. */
    readonly replays?: number | null;
    /** Numbers of callers who have not called for so long (up to a week longer). Their calls show the last digits from then on. In days; null: for ever. */
    readonly numbers?: number | null;
    /** What operators did, stretch by stretch. Reports keep what they have summed up. In days; null: for ever. */
    readonly work?: number | null;
    /** The lines of the audit log. What is left can be verified as before. In days; null: for ever. */
    readonly audit?: number | null;
  };
  readonly skillGroups?: readonly ({
    /** The skill group. */
    readonly id: string;
    /** Shown to people. */
    readonly name: string;
  })[];
  readonly hours?: readonly ({
    /** The opening hours. */
    readonly id: string;
    /** Shown to people. */
    readonly name: string;
    /** Whose clocks count: a name of the IANA time zone database. */
    readonly timeZone: string;
    /** When it is open every week. Intervals may overlap. */
    readonly week?: readonly ({
      /** On which days it begins. */
      readonly days: readonly ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
      /** When it begins, by the local clock. */
      readonly from: string;
      /** When it ends. Not later than `from`: on the next day; so 22:00 to 06:00 passes midnight, and 00:00 to 24:00 is a whole day. */
      readonly to: string;
    })[];
    /** Holidays and other days that are not like the others. */
    readonly special?: readonly ({
      /** Which day. */
      readonly date: string;
      /** The same day of every year. A date of one year goes before one of every year. */
      readonly yearly?: boolean;
      /** What people call it. */
      readonly name?: string;
      /** When it is open, in the place of the week's intervals. None: closed all day. */
      readonly intervals?: readonly ({
        /** When it begins, by the local clock. */
        readonly from: string;
        /** When it ends. Not later than `from`: on the next day; so 22:00 to 06:00 passes midnight, and 00:00 to 24:00 is a whole day. */
        readonly to: string;
      })[];
    })[];
  })[];
  readonly roles?: readonly ({
    /** The role. */
    readonly id: string;
    /** Shown to people. */
    readonly name: string;
    /** What it allows. Nobody gives a right that they do not have. */
    readonly rights: readonly (Right)[];
  })[];
  readonly pauseReasons?: readonly ({
    /** The pause reason. */
    readonly id: string;
    /** Shown to people. */
    readonly name: string;
    /** In the place of the name, for those who read that language. */
    readonly names?: {
      /** Shown to people. */
      readonly ru?: string;
      /** Shown to people. */
      readonly en?: string;
    };
    /** As what such a pause is shown. */
    readonly status?: "Timeout" | "DND";
    /** In which order operators see them. */
    readonly order?: number;
    /** Whether it is working time. What is not is left out of the time that `utilisation` is a share of. */
    readonly paid?: boolean;
    /** In milliseconds: a pause that lasts longer is marked for supervisors, and goes on. Null: it may last as long as it does. */
    readonly longest?: number | null;
  })[];
  readonly dispositions?: readonly ({
    /** The disposition. */
    readonly id: string;
    /** Shown to people. */
    readonly name: string;
    /** In which order operators see them. */
    readonly order?: number;
    /** Under which heading it is shown; null: under none. */
    readonly group?: string | null;
    /** One that is not is chosen no longer. What has been chosen keeps it. */
    readonly active?: boolean;
  })[];
  readonly sounds?: readonly ({
    /** The sound. */
    readonly id: string;
    /** Shown to people. */
    readonly name: string;
    /** `prompt`: said in the place of a text; `music`: plays to those who wait. */
    readonly use: "prompt" | "music";
    /** In which it speaks, for people. */
    readonly language?: "ru" | "en" | null;
  })[];
  readonly scenarios?: readonly ({
    /** The call flow. */
    readonly id: string;
    /** Shown to people. */
    readonly name: string;
    /** What callers go through. `ACD`: they wait for an operator; `Closed`: they are told that nobody is there. */
    readonly flow?: "ACD" | "Closed";
    readonly settings?: ScenarioSettings;
    readonly published?: Publication;
  })[];
  readonly queues?: readonly ({
    /** The queue. */
    readonly id: string;
    /** Shown to people. */
    readonly name: string;
    /** Whose members serve the queue. */
    readonly skillGroups?: readonly (string)[];
    /** Between queues of one operator the higher weight is served first. */
    readonly weight?: number;
    /** How often, in percent, an operator who becomes free asks this queue in its turn; otherwise last, so that lighter queues never starve. */
    readonly serviceProbability?: number;
    /** How long an offer rings. In milliseconds, 5000 to 120000; 20000 unless given. */
    readonly ringTime?: number;
    /** What follows a call before calls come again: `none`, nothing; `optional`, until the operator finishes it or its time is over; `mandatory`, until the operator finishes it; `timed`, its time, no less; `forced`, until the operator finishes it, who is paused when its time runs out first; `onRequest`, as `optional`, if the operator asked for it during the call. */
    readonly wrapUpMode?: "none" | "optional" | "mandatory" | "timed" | "forced" | "onRequest";
    /** How long a wrap-up lasts, except in the mode `mandatory`; 0 means that there is none. In milliseconds, 0 to 3600000; 20000 unless given. */
    readonly wrapUp?: number;
    /** By how much an operator may prolong a wrap-up, once, in the modes `optional`, `forced` and `onRequest`; 0 means not at all. In milliseconds, 0 to 600000; 60000 unless given. */
    readonly wrapUpExtension?: number;
    /** The mean length of a service before the queue has measured its own. In milliseconds, 10000 to 7200000; 180000 unless given. */
    readonly serviceTime?: number;
    /** The mean time after which a caller gives up. In milliseconds, 10000 to 7200000; 600000 unless given. */
    readonly patience?: number;
    /** The most callers that may wait at once. */
    readonly capacity?: number;
    /** Which of the free operators is offered a call: `longestIdle`; `roundRobin` (longest since this queue's last offer); `fewestCalls` and `leastTalk` (of this queue since they signed in); `random`; `weightedRandom` (by skill); `topDown` (by `order`); `mostQualified` and `leastQualified` (in the skills that the caller needs). */
    readonly strategy?: "longestIdle" | "roundRobin" | "fewestCalls" | "leastTalk" | "random" | "weightedRandom" | "topDown" | "mostQualified" | "leastQualified";
    /** For `topDown`: the operators, the first to be asked first. Who is left out comes last. */
    readonly order?: readonly (string)[];
    /** What every caller of this queue needs of an operator. */
    readonly needs?: readonly ({
      /** A skill. */
      readonly skill: string;
      /** 1 a beginner, 5 an expert. */
      readonly level: number;
    })[];
    /** How the needs are lowered while a caller waits: `after` so long, `by` so many levels of those `skills` (none named: all). A need below level 1 is given up. */
    readonly relaxing?: readonly ({
      /** Milliseconds since the caller came. */
      readonly after: number;
      readonly by: number;
      readonly skills?: readonly (string)[];
    })[];
    /** Groups that are not asked at once: tier 1 (usual) first, tier 2 after `tierWait`, and so on. */
    readonly tiers?: { readonly [key: string]: number };
    /** How long each tier has a caller for itself; one in which nobody works has none. 0: all are asked, the first tiers first. In milliseconds, 0 to 1800000; 15000 unless given. */
    readonly tierWait?: number;
    /** How many operators are rung at once for one caller. The first who says yes has them. */
    readonly ringAtOnce?: number;
    /** How many points of priority a caller gains for each minute of waiting, so that callers of low priority do not starve. */
    readonly ageing?: number;
    /** Who must be there for callers to be let in: an operator who is `signedIn`, be they paused; one who is `working`, not paused; or nobody (`always`). */
    readonly admission?: "signedIn" | "working" | "always";
    /** A caller whose expected wait would be longer is not let in; 0 means no limit. In milliseconds, 0 to 14400000; 0 unless given. */
    readonly longestExpectedWait?: number;
    /** When callers are let in. Null: always. Who comes outside of them goes where `targets.closed` says. */
    readonly hours?: string | null;
    /** A caller who has waited for so long goes where `targets.waited` says, unless it rings for them just then; 0 means no limit. In milliseconds, 0 to 86400000; 0 unless given. */
    readonly longestWait?: number;
    /** Who must be there for waiting callers to stay: an operator who is `signedIn`, one who is `working`, or nobody (`always`). Else they go where `targets.left_alone` says. */
    readonly staying?: "signedIn" | "working" | "always";
    /** For how long nobody of those may be there before callers are let go. In milliseconds, 0 to 1800000; 10000 unless given. */
    readonly stayingGrace?: number;
    /** What becomes of callers who are not let in (`nobody_serves`, `full`, `too_long`, `closed`) or are let go (`waited`, `left_alone`, `closing`), by why: `{"to": "announcement", "text": {…}}`, `{"to": "queue", "queue": …}`, `{"to": "voicemail"}`, `{"to": "callback"}`, `{"to": "event", "name": …}`. What is left out means: they are told why and hung up on; at `closing` they stay. */
    readonly targets?: {
      /** Nobody is there of whom one must be (`admission`). */
      readonly nobody_serves?: {
        readonly to: "announcement";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "queue";
        /** The queue. */
        readonly queue: string;
        /** Whether the time that they have waited counts in that queue. */
        readonly time?: "keep" | "reset";
        /** In that queue; null: they keep theirs. */
        readonly priority?: number | null;
      } | {
        readonly to: "voicemail";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "callback";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "event";
        readonly name: string;
      };
      /** As many wait as may (`capacity`). */
      readonly full?: {
        readonly to: "announcement";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "queue";
        /** The queue. */
        readonly queue: string;
        /** Whether the time that they have waited counts in that queue. */
        readonly time?: "keep" | "reset";
        /** In that queue; null: they keep theirs. */
        readonly priority?: number | null;
      } | {
        readonly to: "voicemail";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "callback";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "event";
        readonly name: string;
      };
      /** The expected wait is too long (`longestExpectedWait`). */
      readonly too_long?: {
        readonly to: "announcement";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "queue";
        /** The queue. */
        readonly queue: string;
        /** Whether the time that they have waited counts in that queue. */
        readonly time?: "keep" | "reset";
        /** In that queue; null: they keep theirs. */
        readonly priority?: number | null;
      } | {
        readonly to: "voicemail";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "callback";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "event";
        readonly name: string;
      };
      /** They come outside the `hours`. */
      readonly closed?: {
        readonly to: "announcement";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "queue";
        /** The queue. */
        readonly queue: string;
        /** Whether the time that they have waited counts in that queue. */
        readonly time?: "keep" | "reset";
        /** In that queue; null: they keep theirs. */
        readonly priority?: number | null;
      } | {
        readonly to: "voicemail";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "callback";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "event";
        readonly name: string;
      };
      /** They have waited for the `longestWait`. */
      readonly waited?: {
        readonly to: "announcement";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "queue";
        /** The queue. */
        readonly queue: string;
        /** Whether the time that they have waited counts in that queue. */
        readonly time?: "keep" | "reset";
        /** In that queue; null: they keep theirs. */
        readonly priority?: number | null;
      } | {
        readonly to: "voicemail";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "callback";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "event";
        readonly name: string;
      };
      /** Those of whom one must stay (`staying`) have all left. */
      readonly left_alone?: {
        readonly to: "announcement";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "queue";
        /** The queue. */
        readonly queue: string;
        /** Whether the time that they have waited counts in that queue. */
        readonly time?: "keep" | "reset";
        /** In that queue; null: they keep theirs. */
        readonly priority?: number | null;
      } | {
        readonly to: "voicemail";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "callback";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "event";
        readonly name: string;
      };
      /** They wait when the `hours` end. Left out: they stay. */
      readonly closing?: {
        readonly to: "announcement";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "queue";
        /** The queue. */
        readonly queue: string;
        /** Whether the time that they have waited counts in that queue. */
        readonly time?: "keep" | "reset";
        /** In that queue; null: they keep theirs. */
        readonly priority?: number | null;
      } | {
        readonly to: "voicemail";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "callback";
        /** What is said, by language; the usual words in those that are left out. */
        readonly text?: {
          readonly ru?: string;
          readonly en?: string;
        };
      } | {
        readonly to: "event";
        readonly name: string;
      };
    };
    /** Whether callers who are transferred into this queue come at the time they first came, or at its end. */
    readonly transferTime?: "keep" | "reset";
    /** The priority that they have in this queue; null: they keep theirs. */
    readonly transferPriority?: number | null;
    /** For how long a caller who hung up while waiting gets the place back by calling again from the same number; 0 means not at all. In milliseconds, 0 to 3600000; 0 unless given. */
    readonly resumeWithin?: number;
    /** Whether callers may leave the line to be phoned, at the time they came: `operatorFirst`, an operator says yes and then the caller is phoned; `callerFirst`, the caller is phoned while an operator is kept free; `off`. */
    readonly callback?: "off" | "operatorFirst" | "callerFirst";
    /** How often somebody is phoned at most. */
    readonly callbackAttempts?: number;
    /** How long after an attempt in vain the next one may be made. In milliseconds, 0 to 86400000; 300000 unless given. */
    readonly callbackGap?: number;
    /** How long after it was promised a callback is given up. In milliseconds, 600000 to 1209600000; 86400000 unless given. */
    readonly callbackExpiry?: number;
    /** Which dispositions may be chosen for its calls. None named: all that are active. */
    readonly dispositions?: readonly (string)[];
    /** `toFinish`: the operator cannot finish a wrap-up without a disposition; one whose time is over ends without, and the record says so. `no`: none is needed. */
    readonly dispositionNeeded?: "no" | "toFinish";
    /** After so many offers in a row that were left to ring, an operator is paused; 0 means never. */
    readonly pauseAfterMisses?: number;
    /** For how long an operator is offered nothing, by any queue, after declining. In milliseconds, 0 to 600000; 5000 unless given. */
    readonly restAfterDeclined?: number;
    /** For how long an operator is offered nothing, by any queue, after a miss that does not pause them. In milliseconds, 0 to 600000; 5000 unless given. */
    readonly restAfterMissed?: number;
    /** For how long an operator is offered nothing, by any queue, after an offer that found them busy, counted from then. In milliseconds, 0 to 600000; 0 unless given. */
    readonly restAfterBusy?: number;
    /** For how long an operator is offered nothing, by any queue, after going offline while it rang. In milliseconds, 0 to 600000; 0 unless given. */
    readonly restAfterUnreachable?: number;
  })[];
  readonly operators?: readonly ({
    /** The operator; also the name to sign in with. */
    readonly id: string;
    /** Shown to people. */
    readonly name: string;
    /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
    readonly role?: string;
    /** The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed. */
    readonly scope?: {
      readonly queues: readonly (string)[];
    } | null;
    /** The skill groups the person is in. */
    readonly skillGroups?: readonly (string)[];
    /** What the person can do, at which level. */
    readonly skills?: { readonly [key: string]: number };
    /** The queues that the person is to serve before the others, the first first; all others follow by weight. */
    readonly queueOrder?: readonly (string)[];
    /** The longest that an offer rings at this operator: of this and the queue's the smaller counts. In milliseconds, 5000 to 120000; null, unless given: as the queue says. */
    readonly ringTime?: number | null;
    /** What follows this operator's calls; null: what the queue says. */
    readonly wrapUpMode?: "none" | "optional" | "mandatory" | "timed" | "forced" | "onRequest" | null;
    /** How long this operator's wrap-ups last. In milliseconds, 0 to 3600000; null, unless given: as the queue says. */
    readonly wrapUp?: number | null;
  })[];
  readonly numbers?: readonly ({
    /** A telephone number, as the carrier sends it. */
    readonly id: string;
    /** What the number is for. */
    readonly label?: string;
  })[];
  readonly rules?: readonly ({
    /** The rule. */
    readonly id: string;
    /** Which numbers the rule takes: a whole number, or a beginning followed by `*`. */
    readonly mask: string;
    /** The call flow. */
    readonly scenario?: string;
    /** The queue. */
    readonly queue: string;
    /** Of its callers in the queue: 1 is served first, 100 last. */
    readonly priority?: number;
    /** Rules are tried in this order; the first that matches wins. */
    readonly order?: number;
    /** A caller who comes back gets the operator they talked to last, while that one is signed in. Null: anybody. */
    readonly lastOperator?: {
      /** How recently that talk has ended, in milliseconds. */
      readonly within: number;
      /** For how long nobody else is asked, in milliseconds; null: for as long as it takes. */
      readonly for?: number | null;
    } | null;
    /** What its callers need of an operator, besides what the queue asks for. */
    readonly needs?: readonly ({
      /** A skill. */
      readonly skill: string;
      /** 1 a beginner, 5 an expert. */
      readonly level: number;
    })[];
    /** Null: the application's. */
    readonly language?: "ru" | "en" | null;
    /** What becomes of its callers while the queue is closed. Null: what the queue says. */
    readonly closed?: {
      readonly to: "announcement";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "queue";
      /** The queue. */
      readonly queue: string;
      /** Whether the time that they have waited counts in that queue. */
      readonly time?: "keep" | "reset";
      /** In that queue; null: they keep theirs. */
      readonly priority?: number | null;
    } | {
      readonly to: "voicemail";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "callback";
      /** What is said, by language; the usual words in those that are left out. */
      readonly text?: {
        readonly ru?: string;
        readonly en?: string;
      };
    } | {
      readonly to: "event";
      readonly name: string;
    } | null;
    /** How often a waiting caller is told their place. In milliseconds, 5000 to 600000; 30000 unless given. */
    readonly announceEvery?: number;
  })[];
  readonly webhooks?: readonly ({
    /** The webhook. */
    readonly id: string;
    /** Where messages are posted to: https, on the Internet. Addresses of this machine, of private networks and of the inside of clouds are refused. */
    readonly url: string;
    /** For people. */
    readonly description?: string;
    /** What is told. `*`: everything, also what is added one day. */
    readonly events?: "*" | readonly ("call.started" | "call.ended" | "callback.ended" | "offer.ended" | "status.ended")[];
    /** What happens while it is not is not told, not afterwards either; what waits is kept. */
    readonly enabled?: boolean;
    /** How callers' numbers are told. `whole` takes the right `numbers.unmask`. */
    readonly numbers?: "masked" | "whole";
  })[];
  readonly identityProviders?: readonly ({
    /** The identity provider. */
    readonly id: string;
    /** On the button of the sign-in page: Sign in with … */
    readonly name: string;
    /** Whoever came in by it is out when it no longer is. */
    readonly enabled?: boolean;
    /** The provider, as its tokens call it; `<issuer>/.well-known/openid-configuration` is read. https, on the Internet. */
    readonly issuer: string;
    /** What this call centre is called there. */
    readonly clientId: string;
    /** What is asked for. */
    readonly scopes?: readonly (string)[];
    /** From which claim somebody's id here comes when they come for the first time: `preferred_username`, or what stands before the @ of a verified address in one of `emailDomains`. Afterwards they are known by the provider's `sub`. */
    readonly personBy?: "username" | "email";
    /** Whether somebody who is here already is who comes with that id for the first time: only for a provider in which nobody chooses their own name. */
    readonly linkExisting?: boolean;
    /** Only verified addresses of these are let in; none: all, whatever their address. */
    readonly emailDomains?: readonly (string)[];
    /** What the token must say; of a list, what must be in it. */
    readonly requiredClaims?: { readonly [key: string]: string };
    /** As what somebody is taken in who is not here yet. Null: they are not. */
    readonly provision?: {
      /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
      readonly role: string;
      /** The queues that the rights are about. Null: all. What belongs to other queues (settings, callers, calls, operators, rules) is neither seen nor changed. */
      readonly scope?: {
        readonly queues: readonly (string)[];
      } | null;
      readonly skillGroups?: readonly (string)[];
    } | null;
    /** The claim that lists somebody's groups. */
    readonly groupsClaim?: string;
    /** Which role a group has; the first that fits is theirs, at each sign-in. Who is in none of them has that of `provision`, and without one is not let in. Empty: groups have no say. */
    readonly roles?: readonly ({
      readonly group: string;
      /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
      readonly role: string;
    })[];
    /** Whether coming from there counts as both factors: `always`, or when the token's `amr` or `acr` says one of these (`claims`). Where it does not, the code of one's own second factor is asked for. */
    readonly secondFactor?: {
      readonly trusted: "never" | "always" | "claims";
      readonly amr?: readonly (string)[];
      readonly acr?: readonly (string)[];
    };
  })[];
  readonly reportSchedules?: readonly ({
    /** The report schedule. */
    readonly id: string;
    /** Shown to people, and the subject of e-mails. */
    readonly name: string;
    /** By what it is counted. */
    readonly report: "queues" | "groups" | "operators" | "numbers" | "scenarios" | "hours" | "dispositions";
    /** As of `GET …/reports/{report}`. */
    readonly query?: {
      /** How the period is divided; not given: not. */
      readonly interval?: "5m" | "15m" | "30m" | "1h" | "1d" | "1w" | "1mo";
      /** The queue. */
      readonly queue?: string;
      /** A telephone number, as the carrier sends it. */
      readonly number?: string;
      readonly channel?: "phone" | "web";
      /** The call flow. */
      readonly scenario?: string;
      /** The operator; also the name to sign in with. */
      readonly operator?: string;
      /** The T of the service level. In milliseconds, whole seconds, 1000 to 600000; 20000 unless given. */
      readonly threshold?: number;
      /** Who gave up no later than this is short-abandoned. In milliseconds, whole seconds, 0 to 600000; 5000 unless given. */
      readonly shortAbandon?: number;
      readonly repeatWithin?: number;
    };
    readonly period: RelativePeriod;
    readonly when: ReportWhen;
    /** Whose clock `when` and `period` go by: a name of the IANA database. */
    readonly timeZone: string;
    /** Of the file that e-mails bring. */
    readonly format?: "csv" | "xlsx" | "parquet";
    /** To whom it is sent by e-mail, to each alone. */
    readonly emails?: readonly (string)[];
    /** Which webhooks are told `report.ready`, whatever else they want to be told. */
    readonly webhooks?: readonly (string)[];
    /** Of the e-mails. */
    readonly language?: "ru" | "en";
    readonly enabled?: boolean;
  })[];
};

/** What is published; it becomes the next version unless it is the last one. */
export type Publication = {
  /** What callers go through. `ACD`: they wait for an operator; `Closed`: they are told that nobody is there. */
  readonly flow: "ACD" | "Closed";
  readonly settings: ScenarioSettings;
  /** What has changed, for people. */
  readonly note?: string;
} | null;

/** Which time it is about, seen from when it is due. */
export type RelativePeriod = {
  readonly of: "yesterday" | "lastWeek" | "lastMonth";
} | {
  readonly of: "lastDays";
  readonly count: number;
} | {
  readonly of: "lastHours";
  readonly count: number;
};

/** When it is made and sent. */
export type ReportWhen = {
  readonly every: "day";
  /** By the local clock. */
  readonly at: string;
} | {
  readonly every: "week";
  readonly on: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
  /** By the local clock. */
  readonly at: string;
} | {
  readonly every: "month";
  /** In months that have no such day: on their last. */
  readonly day: number;
  /** By the local clock. */
  readonly at: string;
};

/** What an import has done, or would do. */
export type ImportPlan = {
  /** Whether this is only what would be done. */
  readonly dryRun: boolean;
  readonly created: readonly ({
    readonly kind: string;
    readonly id: string;
  })[];
  readonly changed: readonly ({
    readonly kind: string;
    readonly id: string;
    /** What differs. */
    readonly fields: readonly (string)[];
  })[];
  readonly unchanged: readonly ({
    readonly kind: string;
    readonly id: string;
  })[];
  readonly removed: readonly ({
    readonly kind: string;
    readonly id: string;
  })[];
};

export type Opening = {
  /** The opening hours. */
  readonly id: string;
  /** Milliseconds since 1970 (UTC). */
  readonly at: number;
  readonly open: boolean;
  /** When that changes next; null: it does not. */
  readonly until: number | null;
  /** Who opened or closed it by hand, if that is why. */
  readonly by: string | null;
  /** The name of the special day that it is there, if it is one. */
  readonly special: string | null;
};

export type OverrideBody = {
  readonly open: boolean;
};

export type Dialled = {
  /** A telephone number, as the carrier sends it. */
  readonly number: string;
  /** The rule. */
  readonly rule: string;
  /** The call flow. */
  readonly scenario: string;
  /** What its callers go through. */
  readonly flow: "ACD" | "Closed";
  /** Of the scenario, as its callers get it now; 0: nothing of it is published; null: the flow as it is built in. */
  readonly version: number | null;
  /** The queue. */
  readonly queue: string;
  readonly priority: number;
  /** In which callers are spoken to. */
  readonly language: "ru" | "en";
  /** Of the queue, then; null: always open. */
  readonly hours: {
    /** The opening hours. */
    readonly id: string;
    /** Milliseconds since 1970 (UTC). */
    readonly at: number;
    readonly open: boolean;
    /** When that changes next; null: it does not. */
    readonly until: number | null;
    /** Who opened or closed it by hand, if that is why. */
    readonly by: string | null;
    /** The name of the special day that it is there, if it is one. */
    readonly special: string | null;
  } | null;
  /** Whether it is one of the application's numbers. */
  readonly known: boolean;
  readonly open: boolean;
  /** Why it is open or closed then: the queue is `always` open; by the week's `timetable`; it is a `special` day; or by somebody's `hand`. */
  readonly why: "always" | "timetable" | "special" | "hand";
  /** The rules that do not take it, in the order in which they are tried. */
  readonly passedOver: readonly ({
    /** The rule. */
    readonly rule: string;
    readonly mask: string;
    /** `mask`: tried before, and does not fit; `later`: would fit, but another came first. */
    readonly because: "mask" | "later";
  })[];
  /** What becomes of the caller while it is closed; null: it is open. */
  readonly closed: {
    readonly to: "announcement";
    /** What is said, by language; the usual words in those that are left out. */
    readonly text?: {
      readonly ru?: string;
      readonly en?: string;
    };
  } | {
    readonly to: "queue";
    /** The queue. */
    readonly queue: string;
    /** Whether the time that they have waited counts in that queue. */
    readonly time?: "keep" | "reset";
    /** In that queue; null: they keep theirs. */
    readonly priority?: number | null;
  } | {
    readonly to: "voicemail";
    /** What is said, by language; the usual words in those that are left out. */
    readonly text?: {
      readonly ru?: string;
      readonly en?: string;
    };
  } | {
    readonly to: "callback";
    /** What is said, by language; the usual words in those that are left out. */
    readonly text?: {
      readonly ru?: string;
      readonly en?: string;
    };
  } | {
    readonly to: "event";
    readonly name: string;
  } | null;
};

export type QueueState = {
  /** The queue. */
  readonly queueId: string;
  readonly name: string;
  /** Callers who wait and are not being offered. */
  readonly waiting: number;
  /** Callers who are ringing at an operator. */
  readonly offered: number;
  /** By the queue's hours, or by hand; a queue without hours is always open. */
  readonly opening: {
    readonly open: boolean;
    /** Null: it does not change by itself. */
    readonly until: number | null;
  };
  /** In milliseconds. */
  readonly longestWait: number;
  /** Operators of the queue by what they are doing. */
  readonly operators: {
    readonly free: number;
    readonly busy: number;
    readonly away: number;
  };
  readonly entries: readonly ({
    /** The call. */
    readonly callId: string;
    readonly place: number;
    readonly state: "waiting" | "reserved";
    /** Milliseconds since 1970 (UTC). */
    readonly since: number;
    /** Their number; masked without the right `numbers.unmask`. */
    readonly caller: string;
    /** The caller has hung up and will be phoned, is being phoned, or has been. */
    readonly callback?: true;
    /** The operator; also the name to sign in with. */
    readonly operatorId?: string;
    /** Why the caller waits. */
    readonly why: string;
    readonly expectedWaitSeconds: Outlook;
  })[];
  /** Of a caller who came now, in milliseconds; null when it cannot be estimated. */
  readonly expectedWait: number | null;
  readonly expectedWaitSeconds: Outlook;
};

/** In whole seconds; null when it cannot be estimated, because nobody serves. */
export type Outlook = {
  readonly mean: number;
  /** As likely to be longer as shorter. */
  readonly median: number;
  /** Longer only once in ten times. */
  readonly ninetieth: number;
} | null;

export type OperatorState = {
  /** The operator; also the name to sign in with. */
  readonly operatorId: string;
  readonly name: string;
  readonly status: "Offline" | "Online" | "Ready" | "BeforeService" | "InService" | "AfterService" | "Timeout" | "DND" | "Banned";
  /** Milliseconds since 1970 (UTC). */
  readonly since: number;
  readonly presence: "offline" | "paused" | "ready";
  /** `missed`: let too many offers ring out; `unfinished`: did not finish a wrap-up in its time. One press of Ready ends either. */
  readonly pauseReason?: "online" | "timeout" | "dnd" | "missed" | "unfinished";
  readonly ownReason?: OwnReason;
  /** Of a pause whose reason says how long it may last: whether it has lasted longer. */
  readonly pausedTooLong?: boolean;
  /** What was chosen during a call or wrap-up and takes effect after it. */
  readonly next?: "Ready" | "Online" | "Timeout" | "DND" | "Offline";
  readonly nextReason?: OwnReason;
  readonly engagement: "free" | "offered" | "talking" | "wrappingUp" | "resting";
  /** The call offered, talked or wrapped up. */
  readonly callId?: string;
  /** Those that the operator serves. */
  readonly queues: readonly (string)[];
  readonly wrapUp?: {
    readonly mode: "none" | "optional" | "mandatory" | "timed" | "forced" | "onRequest";
    /** Milliseconds since 1970 (UTC). */
    readonly startedAt: number;
    /** Absent: only when the operator finishes it. */
    readonly endsAt?: number;
  };
  /** How the last offer ended. */
  readonly lastOffer?: {
    /** The call. */
    readonly callId: string;
    /** `gone`: the caller had hung up; `rescinded`: a colleague took them while it rang; `lost`: had taken them already; `unreachable`: the operator went offline; `unanswered`: the caller was phoned in vain. */
    readonly outcome: "taken" | "declined" | "missed" | "unreachable" | "gone" | "rescinded" | "lost" | "unanswered";
    /** Milliseconds since 1970 (UTC). */
    readonly at: number;
  };
};

/** One of the application's own reasons, as it was when it was chosen. */
export type OwnReason = {
  /** The pause reason. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  readonly names: {
    readonly ru?: string;
    readonly en?: string;
  };
  readonly status: "Timeout" | "DND";
  readonly paid: boolean;
  readonly longest: number | null;
};

export type StatusBody = {
  readonly status: "Ready" | "Online" | "Timeout" | "DND" | "Offline";
  /** With `Timeout` or `DND`: a pause reason of the application that is shown so. */
  readonly reason?: string;
  /** With `Offline`: ends the call or wrap-up that goes on instead of waiting for its end. */
  readonly atOnce?: boolean;
};

export type CallSummary = {
  /** The call. */
  readonly callId: string;
  readonly room: string;
  readonly channel: "phone" | "web";
  /** The caller's number; empty when withheld. Without the right `numbers.unmask` it is masked, in `room` as well. */
  readonly from: string;
  readonly to: string;
  /** The call flow. */
  readonly scenario?: string;
  /** Which of its versions the call began with; absent: the flow as it is built in. */
  readonly scenarioVersion?: number;
  /** The queue. */
  readonly queueId?: string;
  /** The operator; also the name to sign in with. */
  readonly operatorId?: string;
  /** Milliseconds since 1970 (UTC). */
  readonly startedAt: number;
  /** Milliseconds since 1970 (UTC). */
  readonly connectedAt?: number;
  /** Absent while the call lives. */
  readonly endedAt?: number;
  /** The operators whom the caller has talked to, in order. `operatorId` and `connectedAt` of the call are those of the first. */
  readonly talks?: readonly ({
    /** The operator; also the name to sign in with. */
    readonly operatorId: string;
    /** The queue. */
    readonly queueId: string;
    /** Milliseconds since 1970 (UTC). */
    readonly connectedAt: number;
    /** Milliseconds since 1970 (UTC). */
    readonly endedAt?: number;
    readonly endedBy?: "caller" | "operator" | "system" | "transfer";
  })[];
  /** How it ended; every ended call has exactly one. */
  readonly outcome?: "answered" | "abandoned" | "callback" | "gone" | "refused" | "overflowed" | "unrouted" | "failed";
  readonly endedBy?: "caller" | "operator" | "system";
  /** Every queue that did not let the caller in, or let them go, in order, and why. */
  readonly unserved?: readonly ({
    /** Milliseconds since 1970 (UTC). */
    readonly at: number;
    /** The queue. */
    readonly queueId: string;
    readonly because: "nobody_serves" | "full" | "too_long" | "closed" | "unknown_queue" | "over" | "waited" | "left_alone" | "closing";
  })[];
  /** The call in which this one was promised: its caller has been phoned. */
  readonly callbackOf?: string;
  /** For people to come back to. */
  readonly marker?: "voicemail" | "callback";
  /** How the talks turned out, in the order in which that was said. Absent: nothing has been said. */
  readonly dispositions?: readonly (Disposal)[];
};

/** How one talk turned out. */
export type Disposal = {
  /** The operator; also the name to sign in with. */
  readonly operatorId: string;
  /** Null: none was chosen. */
  readonly dispositionId: string | null;
  /** What it was called then; empty: there is none. */
  readonly name: string;
  readonly note: string;
  /** One was needed, and the time for the wrap-up ran out. */
  readonly missing: boolean;
  /** Who set it in the operator's place; null: nobody. */
  readonly by: string | null;
  /** Milliseconds since 1970 (UTC). */
  readonly at: number;
};

export type Call = {
  /** The call. */
  readonly callId: string;
  readonly room: string;
  readonly channel: "phone" | "web";
  /** The caller's number; empty when withheld. Without the right `numbers.unmask` it is masked, in `room` as well. */
  readonly from: string;
  readonly to: string;
  /** The call flow. */
  readonly scenario?: string;
  /** Which of its versions the call began with; absent: the flow as it is built in. */
  readonly scenarioVersion?: number;
  /** The queue. */
  readonly queueId?: string;
  /** The operator; also the name to sign in with. */
  readonly operatorId?: string;
  /** Milliseconds since 1970 (UTC). */
  readonly startedAt: number;
  /** Milliseconds since 1970 (UTC). */
  readonly connectedAt?: number;
  /** Absent while the call lives. */
  readonly endedAt?: number;
  /** The operators whom the caller has talked to, in order. `operatorId` and `connectedAt` of the call are those of the first. */
  readonly talks?: readonly ({
    /** The operator; also the name to sign in with. */
    readonly operatorId: string;
    /** The queue. */
    readonly queueId: string;
    /** Milliseconds since 1970 (UTC). */
    readonly connectedAt: number;
    /** Milliseconds since 1970 (UTC). */
    readonly endedAt?: number;
    readonly endedBy?: "caller" | "operator" | "system" | "transfer";
  })[];
  /** How it ended; every ended call has exactly one. */
  readonly outcome?: "answered" | "abandoned" | "callback" | "gone" | "refused" | "overflowed" | "unrouted" | "failed";
  readonly endedBy?: "caller" | "operator" | "system";
  /** Every queue that did not let the caller in, or let them go, in order, and why. */
  readonly unserved?: readonly ({
    /** Milliseconds since 1970 (UTC). */
    readonly at: number;
    /** The queue. */
    readonly queueId: string;
    readonly because: "nobody_serves" | "full" | "too_long" | "closed" | "unknown_queue" | "over" | "waited" | "left_alone" | "closing";
  })[];
  /** The call in which this one was promised: its caller has been phoned. */
  readonly callbackOf?: string;
  /** For people to come back to. */
  readonly marker?: "voicemail" | "callback";
  /** How the talks turned out, in the order in which that was said. Absent: nothing has been said. */
  readonly dispositions?: readonly (Disposal)[];
  readonly timeline: readonly ({
    /** Counts from 1 without a gap. */
    readonly seq: number;
    /** Milliseconds since 1970 (UTC). */
    readonly at: number;
    readonly what: string;
    readonly detail?: { readonly [key: string]: string | number | boolean | null };
  })[];
  /** How the promises that were made in this call to phone the caller have ended. Absent: there are none, or none has. */
  readonly callbacks?: readonly (Callback)[];
};

export type Callback = {
  /** The queue. */
  readonly queueId: string;
  /** Milliseconds since 1970 (UTC). */
  readonly promisedAt: number;
  /** Milliseconds since 1970 (UTC). */
  readonly endedAt: number;
  /** `reached`: they answered, in the call `callId`; `failed`: phoned in vain, or nobody can be phoned; `expired`: it stood for too long; `called`: they called themselves first; `withdrawn`; `merged`: another to the same number was there already. */
  readonly outcome: "reached" | "failed" | "expired" | "called" | "withdrawn" | "merged";
  /** How often they were phoned. */
  readonly attempts: number;
  /** Why the last attempt was in vain. */
  readonly because?: "busy" | "no_answer" | "failed" | "no_outbound" | "given_up";
  /** The call. */
  readonly callId?: string;
};

export type DispositionOfCall = {
  /** Null: none, only the note. */
  readonly dispositionId: string | null;
  /** In words for people; at most 1000 characters. */
  readonly note?: string;
  /** Whose talk is meant; the last talk of the call, unless given. */
  readonly operatorId?: string;
};

export type Done = {
  readonly done: true;
};

export type CallCommand = {
  readonly do: "prioritise";
  readonly priority: number;
} | {
  readonly do: "assign";
  /** The operator; also the name to sign in with. */
  readonly operatorId: string;
} | {
  readonly do: "unassign";
} | {
  readonly do: "move";
  /** The queue. */
  readonly queueId: string;
  readonly time?: "keep" | "reset";
} | {
  readonly do: "transfer";
  /** The queue. */
  readonly queueId: string;
  readonly time?: "keep" | "reset";
  readonly priority?: number | null;
} | {
  readonly do: "end";
};

export type Replay = {
  /** The version of the machine that the call went through. */
  readonly recordedBy: number;
  /** The version of the machine now. */
  readonly replayedBy: number;
  /** False: more came in than is kept; the replay ends where that does. */
  readonly whole: boolean;
  readonly steps: readonly (ReplayStep)[];
  /** Absent: it has come out as it did. Usually present only between different versions. */
  readonly departure?: {
    /** Counted from 1. One more than there are steps: everything was alike up to the end, and then something is missing. */
    readonly step: number;
    readonly recorded: {
      /** Counts from 1 without a gap. */
      readonly seq: number;
      /** Milliseconds since 1970 (UTC). */
      readonly at: number;
      readonly what: string;
      readonly detail?: { readonly [key: string]: string | number | boolean | null };
    } | null;
    readonly replayed: {
      /** Counts from 1 without a gap. */
      readonly seq: number;
      /** Milliseconds since 1970 (UTC). */
      readonly at: number;
      readonly what: string;
      readonly detail?: { readonly [key: string]: string | number | boolean | null };
    } | null;
    /** What of the record, other than its timeline, comes out otherwise. */
    readonly fields: readonly (string)[];
  };
};

/** One turn of the call: what came in, and the states in which it was after it. */
export type ReplayStep = {
  /** Milliseconds since 1970 (UTC). */
  readonly at: number;
  /** What came in, by its type. */
  readonly input: string;
  readonly phase: {
    readonly call: "expected" | "alive" | "over";
    readonly leg?: string;
    readonly line?: string;
    readonly partner?: string;
    /** The call flow. */
    readonly scenario?: string;
    readonly scene?: string;
  };
  /** What went out because of it, by type, in order. */
  readonly effects: readonly (string)[];
  /** What it wrote into the timeline. */
  readonly moments: readonly ({
    /** Counts from 1 without a gap. */
    readonly seq: number;
    /** Milliseconds since 1970 (UTC). */
    readonly at: number;
    readonly what: string;
    readonly detail?: { readonly [key: string]: string | number | boolean | null };
  })[];
};

export type Report = {
  readonly report: "queues" | "groups" | "operators" | "numbers" | "scenarios" | "hours" | "dispositions";
  /** Milliseconds since 1970 (UTC). */
  readonly from: number;
  /** Milliseconds since 1970 (UTC). */
  readonly until: number;
  readonly timeZone: string;
  /** What each figure means. */
  readonly definitions: { readonly [key: string]: string };
  readonly rows: readonly ({
    /** Milliseconds since 1970 (UTC). */
    readonly from: number;
    /** Milliseconds since 1970 (UTC). */
    readonly until: number;
    /** The queue, group, operator, number, scenario, hour (00 to 23) or disposition (empty: none). */
    readonly key: string;
    /** By name, as `definitions` says. Null: it cannot be said, for lack of anything to divide by. */
    readonly figures: { readonly [key: string]: number | null };
    /** For operators and groups: how long they paused for which of the application's own reasons, in milliseconds, by name. Part of `timeoutTime` and `dndTime`. As CSV: a column `pause:<id>` for each. Absent: for none. */
    readonly pauses?: readonly ({
      /** The pause reason. */
      readonly id: string;
      readonly name: string;
      readonly time: number;
    })[];
  })[];
  /** By name, as `definitions` says. Null: it cannot be said, for lack of anything to divide by. */
  readonly total: { readonly [key: string]: number | null };
  /** For operators and groups: how long they paused for which of the application's own reasons, in milliseconds, by name. Part of `timeoutTime` and `dndTime`. As CSV: a column `pause:<id>` for each. Absent: for none. */
  readonly pauses?: readonly ({
    /** The pause reason. */
    readonly id: string;
    readonly name: string;
    readonly time: number;
  })[];
};

export type LedgerHealth = {
  /** Calls that have started and not ended. */
  readonly living: number;
  /** Milliseconds since 1970 (UTC). */
  readonly oldestLiving?: number;
  /** Stretches of five minutes that reports count from the records until they are folded. */
  readonly toFold: number;
  /** What the database takes. */
  readonly bytes?: number;
  readonly flaws: readonly ({
    /** Who told it: `call/<call>`, `operator/<operator>`. */
    readonly stream: string;
    readonly kind: "gap" | "difference";
    /** The first line concerned; 0: the whole. */
    readonly first: number;
    readonly last: number;
    /** Milliseconds since 1970 (UTC). */
    readonly at: number;
  })[];
};

export type ReportSchedule = {
  /** The report schedule. */
  readonly id: string;
  /** Shown to people, and the subject of e-mails. */
  readonly name: string;
  /** By what it is counted. */
  readonly report: "queues" | "groups" | "operators" | "numbers" | "scenarios" | "hours" | "dispositions";
  /** As of `GET …/reports/{report}`. */
  readonly query: {
    /** How the period is divided; not given: not. */
    readonly interval?: "5m" | "15m" | "30m" | "1h" | "1d" | "1w" | "1mo";
    /** The queue. */
    readonly queue?: string;
    /** A telephone number, as the carrier sends it. */
    readonly number?: string;
    readonly channel?: "phone" | "web";
    /** The call flow. */
    readonly scenario?: string;
    /** The operator; also the name to sign in with. */
    readonly operator?: string;
    /** The T of the service level. In milliseconds, whole seconds, 1000 to 600000; 20000 unless given. */
    readonly threshold?: number;
    /** Who gave up no later than this is short-abandoned. In milliseconds, whole seconds, 0 to 600000; 5000 unless given. */
    readonly shortAbandon?: number;
    readonly repeatWithin?: number;
  };
  readonly period: RelativePeriod;
  readonly when: ReportWhen;
  /** Whose clock `when` and `period` go by: a name of the IANA database. */
  readonly timeZone: string;
  /** Of the file that e-mails bring. */
  readonly format: "csv" | "xlsx" | "parquet";
  /** To whom it is sent by e-mail, to each alone. */
  readonly emails: readonly (string)[];
  /** Which webhooks are told `report.ready`, whatever else they want to be told. */
  readonly webhooks: readonly (string)[];
  /** Of the e-mails. */
  readonly language: "ru" | "en";
  readonly enabled: boolean;
  /** Who put it last: a person's id, `key` (the admin key) or `key:<id>`. It is made with what they may do then. */
  readonly author: string | null;
};

export type ReportScheduleBody = {
  /** Shown to people, and the subject of e-mails. */
  readonly name: string;
  /** By what it is counted. */
  readonly report: "queues" | "groups" | "operators" | "numbers" | "scenarios" | "hours" | "dispositions";
  /** As of `GET …/reports/{report}`. */
  readonly query?: {
    /** How the period is divided; not given: not. */
    readonly interval?: "5m" | "15m" | "30m" | "1h" | "1d" | "1w" | "1mo";
    /** The queue. */
    readonly queue?: string;
    /** A telephone number, as the carrier sends it. */
    readonly number?: string;
    readonly channel?: "phone" | "web";
    /** The call flow. */
    readonly scenario?: string;
    /** The operator; also the name to sign in with. */
    readonly operator?: string;
    /** The T of the service level. In milliseconds, whole seconds, 1000 to 600000; 20000 unless given. */
    readonly threshold?: number;
    /** Who gave up no later than this is short-abandoned. In milliseconds, whole seconds, 0 to 600000; 5000 unless given. */
    readonly shortAbandon?: number;
    readonly repeatWithin?: number;
  };
  readonly period: RelativePeriod;
  readonly when: ReportWhen;
  /** Whose clock `when` and `period` go by: a name of the IANA database. */
  readonly timeZone: string;
  /** Of the file that e-mails bring. */
  readonly format?: "csv" | "xlsx" | "parquet";
  /** To whom it is sent by e-mail, to each alone. */
  readonly emails?: readonly (string)[];
  /** Which webhooks are told `report.ready`, whatever else they want to be told. */
  readonly webhooks?: readonly (string)[];
  /** Of the e-mails. */
  readonly language?: "ru" | "en";
  readonly enabled?: boolean;
};

export type ReportScheduleState = {
  /** Null: it is disabled, or stopped. */
  readonly nextRunAt: number | null;
  /** Whoever put it last is not there any more, or may not read and send reports any more. Whoever may puts it again. */
  readonly stopped: {
    /** Milliseconds since 1970 (UTC). */
    readonly at: number;
    readonly because: "author_gone" | "no_right";
  } | null;
  /** The newest first, twenty at most. */
  readonly runs: readonly (ReportRun)[];
};

export type ReportRun = {
  /** In everything that is sent, the same for every attempt. Who has it already may pass it over. */
  readonly id: string;
  /** Milliseconds since 1970 (UTC). */
  readonly dueAt: number;
  /** Who wanted it just then. Null: the clock. */
  readonly askedBy: string | null;
  /** Milliseconds since 1970 (UTC). */
  readonly from: number;
  /** Milliseconds since 1970 (UTC). */
  readonly until: number;
  /** `waiting`: it is tried, again if need be, for a day; `failed`: somebody has not got it and will not. */
  readonly state: "waiting" | "done" | "failed";
  readonly tries: number;
  /** Milliseconds since 1970 (UTC). */
  readonly lastTryAt: number | null;
  /** Milliseconds since 1970 (UTC). */
  readonly nextTryAt: number | null;
  /** Why it was not made. `author_gone`, `no_right`: of whoever put the schedule last; `too_large`: more cells or bytes than can be sent; `fault`: it could not be counted just then; `disabled`: the schedule was, while it waited. */
  readonly problem: "author_gone" | "no_right" | "too_large" | "too_many_intervals" | "fault" | "disabled" | null;
  readonly deliveries: readonly ({
    readonly by: "email" | "webhook";
    readonly to: string;
    /** Of a webhook `done` means that it has the message; `GET …/deliveries` says how that goes on. */
    readonly state: "waiting" | "done" | "failed";
    /** What was wrong with the last attempt. `refused`: the mail server said no; `signIn`: it does not take name and password; `noTls`: it offers no encryption; `noMail`: e-mail is not set up; `noWebhook`: there is none, or it is disabled. */
    readonly problem: "refused" | "signIn" | "noTls" | "unreachable" | "timeout" | "noMail" | "noWebhook" | null;
  })[];
};

export type ReportRunAsked = {
  readonly id: string;
};

export type SessionBegun = {
  readonly token: string;
  /** When the token ends: a quarter of an hour from now, at most. */
  readonly expiresAt: number;
  /** How long that is, in milliseconds: for those whose clock is another. */
  readonly expiresIn: number;
  /** Renews the session, once. */
  readonly refreshToken: string;
  /** When the session ends, however often it is renewed. */
  readonly endsAt: number;
  readonly session: string;
  /** The application. */
  readonly application: string;
  readonly operator: {
    /** The operator; also the name to sign in with. */
    readonly id: string;
    readonly name: string;
    /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
    readonly role: string;
  };
  /** `missing`: the role demands one, and until it is set up nothing else is allowed. */
  readonly secondFactor: "on" | "off" | "missing";
};

export type SignIn = {
  readonly operator: string;
  readonly password: string;
  /** Of the second factor: the six digits of the moment, or one of the codes for recovery. */
  readonly code?: string;
};

export type Session = {
  readonly token: string;
  /** When the token ends: a quarter of an hour from now, at most. */
  readonly expiresAt: number;
  /** How long that is, in milliseconds: for those whose clock is another. */
  readonly expiresIn: number;
  /** Renews the session, once. */
  readonly refreshToken: string;
  /** When the session ends, however often it is renewed. */
  readonly endsAt: number;
  readonly session: string;
  /** The application. */
  readonly application: string;
  readonly operator: {
    /** The operator; also the name to sign in with. */
    readonly id: string;
    readonly name: string;
    /** The role: `operator`, `supervisor`, `admin`, or one of the application's own. */
    readonly role: string;
  };
};

export type RenewSession = {
  readonly refreshToken: string;
};

export type SessionSeen = {
  readonly id: string;
  /** The operator; also the name to sign in with. */
  readonly operator: string;
  /** Milliseconds since 1970 (UTC). */
  readonly openedAt: number;
  /** Milliseconds since 1970 (UTC). */
  readonly renewedAt: number;
  /** Milliseconds since 1970 (UTC). */
  readonly endsAt: number;
  /** The address that it was opened from; null: not known. */
  readonly from: string | null;
  /** How they came in: `password`, `passkey:` and its id, `provider:` and the identity provider's id. */
  readonly means: string;
  /** Whether it is the one that this is asked with. */
  readonly current: boolean;
};

export type OwnSession = {
  readonly id: string;
  /** The operator; also the name to sign in with. */
  readonly operator: string;
  /** Milliseconds since 1970 (UTC). */
  readonly openedAt: number;
  /** Milliseconds since 1970 (UTC). */
  readonly renewedAt: number;
  /** Milliseconds since 1970 (UTC). */
  readonly endsAt: number;
  /** The address that it was opened from; null: not known. */
  readonly from: string | null;
  /** How they came in: `password`, `passkey:` and its id, `provider:` and the identity provider's id. */
  readonly means: string;
  /** Whether it is the one that this is asked with. */
  readonly current: boolean;
  /** At whose sign-in it was opened; null: at none. */
  readonly company: {
    /** The identity provider. */
    readonly id: string;
    readonly name: string;
    /** Where a browser signs out there as well (OpenID Connect RP-Initiated Logout), after signing out here: it leads back to the console, with the `state` that stands in it. Null: the company offers nothing of the kind, or cannot be asked just now. */
    readonly signOutAt: string | null;
  } | null;
};

export type SecondFactor = {
  readonly on: boolean;
  /** Whether one's role demands it: without it nothing else is allowed. */
  readonly demanded: boolean;
  /** How many are left. */
  readonly recoveryCodes: number;
};

export type SecondFactorSecret = {
  /** For the authenticator app, in Base32. Shown this once. */
  readonly secret: string;
  /** The same as `otpauth://`, for a QR code. */
  readonly uri: string;
};

export type SecondFactorBegin = {
  /** Left out by who signed in within the last 5 minutes. */
  readonly password?: string;
};

export type RecoveryCodes = {
  readonly recoveryCodes: readonly (string)[];
};

export type SecondFactorCode = {
  readonly code: string;
};

export type SignInRules = {
  /** The roles that must have a second factor. Who has none may do nothing but set it up. */
  readonly secondFactor: readonly (string)[];
};

export type Passkeys = {
  readonly items: readonly (Passkey)[];
};

export type Passkey = {
  /** The passkey. */
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970 (UTC). */
  readonly madeAt: number;
  /** Milliseconds since 1970 (UTC). */
  readonly lastUsedAt: number | null;
};

/** For `PublicKeyCredential.parseCreationOptionsFromJSON`. */
export type PasskeyCreationOptions = {
  readonly challenge: string;
  readonly rp: {
    readonly id: string;
    readonly name: string;
  };
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly displayName: string;
  };
  readonly pubKeyCredParams: readonly ({
    readonly type: "public-key";
    readonly alg: number;
  })[];
  readonly timeout: number;
  readonly excludeCredentials: readonly ({
    readonly type: "public-key";
    readonly id: string;
  })[];
  readonly authenticatorSelection: {
    readonly residentKey: "preferred";
    readonly userVerification: "required";
  };
  readonly attestation: "none";
};

export type PasskeyBegin = {
  /** Left out by who signed in within the last 5 minutes. */
  readonly password?: string;
  /** Of the second factor, if there is one. */
  readonly code?: string;
};

export type NewPasskey = {
  readonly name: string;
  readonly credential: PasskeyRegistration;
};

/** What `navigator.credentials.create` gives, as `toJSON` writes it. */
export type PasskeyRegistration = {
  /** The passkey. */
  readonly id: string;
  /** The passkey. */
  readonly rawId: string;
  readonly type: "public-key";
  readonly clientExtensionResults?: { readonly [key: string]: unknown };
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports?: readonly (string)[];
  };
};

/** For `PublicKeyCredential.parseRequestOptionsFromJSON`. */
export type PasskeyRequestOptions = {
  readonly challenge: string;
  readonly rpId: string;
  readonly timeout: number;
  readonly allowCredentials: readonly ({
    readonly type: "public-key";
    readonly id: string;
    readonly transports?: readonly (string)[];
  })[];
  readonly userVerification: "required";
};

export type PasskeySignInBegin = {
  readonly operator?: string;
};

export type PasskeySignIn = {
  readonly credential: PasskeyAssertion;
};

/** What `navigator.credentials.get` gives, as `toJSON` writes it. */
export type PasskeyAssertion = {
  /** The passkey. */
  readonly id: string;
  /** The passkey. */
  readonly rawId: string;
  readonly type: "public-key";
  readonly clientExtensionResults?: { readonly [key: string]: unknown };
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
  };
};

export type SignIns = {
  readonly items: readonly ({
    /** The identity provider. */
    readonly id: string;
    readonly name: string;
  })[];
};

export type TicketSignIn = {
  readonly ticket: string;
  readonly code?: string;
};

export type ProviderLogout = {
  readonly logout_token: string;
};

export type AuditLine = {
  /** 1, 2, 3 and so on, without a gap. */
  readonly seq: number;
  /** Milliseconds since 1970 (UTC). */
  readonly at: number;
  /** A person's id, `key` (the admin key) or `key:<id>`; null: nobody who is known. */
  readonly by: string | null;
  /** The address that it was asked from; null: not known. */
  readonly from: string | null;
  readonly action: string;
  readonly what: string;
  readonly detail: { readonly [key: string]: unknown };
  /** The hash of the line before. */
  readonly previous: string;
  /** SHA-256 of the rest of the line, as canonical JSON (RFC 8785). */
  readonly hash: string;
};

export type AuditHead = {
  readonly seq: number;
  /** SHA-256, in hexadecimal. */
  readonly hash: string;
};

/** What is kept of a caller. */
export type CallerFound = {
  /** What the audit log calls them by: it is the same for the same number, and nobody can tell the number from it. */
  readonly reference: string;
  /** False: they have not called for so long that of their number the last digits are left. */
  readonly numberKept: boolean;
  /** When they called first, as far as that is kept. */
  readonly since: number;
  /** When they called last, to within a week. */
  readonly seen: number;
  /** They are on the line just now. */
  readonly calling: boolean;
  /** They are to be phoned. */
  readonly promised: boolean;
  /** Their calls that have ended, the newest first, and after them those in which they were phoned. Read them one by one. */
  readonly calls: readonly (string)[];
  readonly callbacks: readonly ({
    /** The call in which it was promised. */
    readonly of: string;
    /** The queue. */
    readonly queueId: string;
    /** Milliseconds since 1970 (UTC). */
    readonly promisedAt: number;
    /** Milliseconds since 1970 (UTC). */
    readonly endedAt: number;
    readonly outcome: "reached" | "failed" | "expired" | "called" | "withdrawn" | "merged";
    readonly attempts: number;
  })[];
};

export type CallerNumber = {
  /** As it stands in the calls. */
  readonly number: string;
};

export type CallerErased = {
  /** What the audit log calls them by: it is the same for the same number, and nobody can tell the number from it. */
  readonly reference: string;
  /** How many calls were theirs. */
  readonly calls: number;
};

/** For how long what is kept of people is kept, by its kind. */
export type Retention = {
  /** Records of calls, how they turned out, the notes on them, and how promises to phone somebody ended. Reports keep what they have summed up. In days; null: for ever. */
  readonly calls?: number | null;
  /** What happened in a call, moment by moment. In days; null: for ever. */
  readonly timelines?: number | null;
  /** What came in to a call, for going through it again. In days; null: for ever. */
  readonly replays?: number | null;
  /** Numbers of callers who have not called for so long (up to a week longer). Their calls show the last digits from then on. In days; null: for ever. */
  readonly numbers?: number | null;
  /** What operators did, stretch by stretch. Reports keep what they have summed up. In days; null: for ever. */
  readonly work?: number | null;
  /** The lines of the audit log. What is left can be verified as before. In days; null: for ever. */
  readonly audit?: number | null;
};

export type WebCall = {
  /** The call. */
  readonly callId: string;
  readonly pass: {
    readonly url: string;
    readonly token: string;
  };
};

export type WebCallBody = {
  /** A telephone number, as the carrier sends it. */
  readonly number: string;
};

export type Provisioning = {
  /** The application. */
  readonly application: string;
  readonly ok: true;
  readonly trunkId: string;
  readonly ruleId: string;
  /** What had to be done; empty when all was as it should be. */
  readonly changes: readonly (string)[];
} | {
  /** The application. */
  readonly application: string;
  readonly ok: false;
  /** This LiveKit has no SIP service; or the application has no numbers yet. */
  readonly reason: "no_sip_service" | "no_numbers";
};

/** Only this application; all, if left out. */
export type ProvisioningBody = {
  /** The application. */
  readonly application?: string;
};

export type Outbound = {
  /** The carrier's SIP server: `host` or `host:port`. */
  readonly address: string;
  /** How the carrier is reached; `auto`: as LiveKit finds it. */
  readonly transport?: "auto" | "udp" | "tcp" | "tls";
  /** The name that the carrier asks for, with a password; empty: it knows LiveKit by its address. */
  readonly username?: string;
  /** How numbers begin that may be phoned, sign for sign as they are dialled. Empty: nobody may be phoned. Make them as long as you can: `+1` is also what costs most there. */
  readonly prefixes?: readonly (string)[];
  /** How many calls that were placed there may be at once, ringing or talking. */
  readonly atOnce?: number;
  /** For how long it may ring. In milliseconds, 10000 to 80000; 45000 unless given. */
  readonly ringTime?: number;
  /** Of LiveKit's outbound trunk, which this has made. */
  readonly trunkId: string;
};

/** By which carrier calls are placed, and to whom. */
export type OutboundBody = {
  /** The carrier's SIP server: `host` or `host:port`. */
  readonly address: string;
  /** How the carrier is reached; `auto`: as LiveKit finds it. */
  readonly transport?: "auto" | "udp" | "tcp" | "tls";
  /** The name that the carrier asks for, with a password; empty: it knows LiveKit by its address. */
  readonly username?: string;
  /** How numbers begin that may be phoned, sign for sign as they are dialled. Empty: nobody may be phoned. Make them as long as you can: `+1` is also what costs most there. */
  readonly prefixes?: readonly (string)[];
  /** How many calls that were placed there may be at once, ringing or talking. */
  readonly atOnce?: number;
  /** For how long it may ring. In milliseconds, 10000 to 80000; 45000 unless given. */
  readonly ringTime?: number;
  /** Handed on to LiveKit, and neither kept here nor ever shown. Left out: the one that LiveKit has stays. */
  readonly password?: string;
};

export type SoldNumber = {
  /** The number, in international form. */
  readonly number: string;
  /** As ISO 3166-1 has it. */
  readonly country: string;
  readonly areaCode: string;
  readonly type: "local" | "mobile" | "tollFree" | "unknown";
  readonly locality: string;
  readonly region: string;
};

export type OwnNumber = {
  /** The number, in international form. */
  readonly number: string;
  /** As ISO 3166-1 has it. */
  readonly country: string;
  readonly areaCode: string;
  readonly type: "local" | "mobile" | "tollFree" | "unknown";
  readonly locality: string;
  readonly region: string;
  readonly status: "active" | "pending" | "offline" | "unknown";
};

export type NumberToBuy = {
  /** The number, in international form. */
  readonly number: string;
};

export type Centre = {
  /** The application of whoever names none. */
  readonly application: string;
  readonly applications: readonly ({
    /** The application. */
    readonly id: string;
    readonly name: string;
  })[];
  /** The number to dial; empty while there is none. */
  readonly number: string;
  /** The address for softphones; empty while there is no number. */
  readonly sip: string;
  /** In which callers are spoken to. */
  readonly language: "ru" | "en";
};

/** One method for each operation. */
export const operations = (send: Send) => ({
  /** Create or replace an application. */
  putApplication: (
    input: {
      /** The application. */
      application?: string;
      body: ApplicationBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Application>({"method":"PUT","path":"/v1/applications/{application}","query":[],"type":"application/json"}, input),

  /** Change some fields of an application. */
  patchApplication: (
    input: {
      /** The application. */
      application?: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Application>({"method":"PATCH","path":"/v1/applications/{application}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read an application. */
  getApplication: (
    input: {
      /** The application. */
      application?: string;
      ifNoneMatch?: string;
    } = {},
  ) => send<Application>({"method":"GET","path":"/v1/applications/{application}","query":[]}, input),

  /** List every application. */
  listApplications: (
    input: {
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Application)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications","query":["limit","cursor","name"]}, input),

  /** Create or replace a skill group. */
  putSkillGroup: (
    input: {
      /** The application. */
      application?: string;
      /** The skill group. */
      id: string;
      body: SkillGroupBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<SkillGroup>({"method":"PUT","path":"/v1/applications/{application}/skill-groups/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a skill group. */
  patchSkillGroup: (
    input: {
      /** The application. */
      application?: string;
      /** The skill group. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<SkillGroup>({"method":"PATCH","path":"/v1/applications/{application}/skill-groups/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a skill group. */
  getSkillGroup: (
    input: {
      /** The application. */
      application?: string;
      /** The skill group. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<SkillGroup>({"method":"GET","path":"/v1/applications/{application}/skill-groups/{id}","query":[]}, input),

  /** Delete a skill group. */
  deleteSkillGroup: (
    input: {
      /** The application. */
      application?: string;
      /** The skill group. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/skill-groups/{id}","query":[]}, input),

  /** List every skill group. */
  listSkillGroups: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
    } = {},
  ) => send<{
    readonly items: readonly (SkillGroup)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/skill-groups","query":["limit","cursor","name"]}, input),

  /** See what uses a skill group. */
  getSkillGroupUses: (
    input: {
      /** The application. */
      application?: string;
      /** The skill group. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/skill-groups/{id}/uses","query":[]}, input),

  /** Create or replace a timetable of opening hours. */
  putHours: (
    input: {
      /** The application. */
      application?: string;
      /** The opening hours. */
      id: string;
      body: HoursBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Hours>({"method":"PUT","path":"/v1/applications/{application}/hours/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a timetable of opening hours. */
  patchHours: (
    input: {
      /** The application. */
      application?: string;
      /** The opening hours. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Hours>({"method":"PATCH","path":"/v1/applications/{application}/hours/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a timetable of opening hours. */
  getHours: (
    input: {
      /** The application. */
      application?: string;
      /** The opening hours. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Hours>({"method":"GET","path":"/v1/applications/{application}/hours/{id}","query":[]}, input),

  /** Delete a timetable of opening hours. */
  deleteHours: (
    input: {
      /** The application. */
      application?: string;
      /** The opening hours. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/hours/{id}","query":[]}, input),

  /** List every timetable of opening hours. */
  listAllHours: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Hours)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/hours","query":["limit","cursor","name"]}, input),

  /** See what uses a timetable of opening hours. */
  getHoursUses: (
    input: {
      /** The application. */
      application?: string;
      /** The opening hours. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/hours/{id}/uses","query":[]}, input),

  /** Create or replace a queue. */
  putQueue: (
    input: {
      /** The application. */
      application?: string;
      /** The queue. */
      id: string;
      body: QueueBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Queue>({"method":"PUT","path":"/v1/applications/{application}/queues/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a queue. */
  patchQueue: (
    input: {
      /** The application. */
      application?: string;
      /** The queue. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Queue>({"method":"PATCH","path":"/v1/applications/{application}/queues/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a queue. */
  getQueue: (
    input: {
      /** The application. */
      application?: string;
      /** The queue. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Queue>({"method":"GET","path":"/v1/applications/{application}/queues/{id}","query":[]}, input),

  /** Delete a queue. */
  deleteQueue: (
    input: {
      /** The application. */
      application?: string;
      /** The queue. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/queues/{id}","query":[]}, input),

  /** List every queue. */
  listQueues: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
      /** Only those that this group serves. */
      skillGroup?: string;
      /** Only those that keep to these hours. */
      hours?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Queue)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/queues","query":["limit","cursor","name","skillGroup","hours"]}, input),

  /** See what uses a queue. */
  getQueueUses: (
    input: {
      /** The application. */
      application?: string;
      /** The queue. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/queues/{id}/uses","query":[]}, input),

  /** Create or replace a operator. */
  putOperator: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
      body: OperatorBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Operator>({"method":"PUT","path":"/v1/applications/{application}/operators/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a operator. */
  patchOperator: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Operator>({"method":"PATCH","path":"/v1/applications/{application}/operators/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a operator. */
  getOperator: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Operator>({"method":"GET","path":"/v1/applications/{application}/operators/{id}","query":[]}, input),

  /** Delete a operator. */
  deleteOperator: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/operators/{id}","query":[]}, input),

  /** List every operator. */
  listOperators: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
      /** Only those with this role. */
      role?: string;
      /** Only those in this group. */
      skillGroup?: string;
      /** Only those who serve this queue. */
      queue?: string;
      /** Only those with this skill, at whatever level. */
      skill?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Operator)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/operators","query":["limit","cursor","name","role","skillGroup","queue","skill"]}, input),

  /** See what uses a operator. */
  getOperatorUses: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/operators/{id}/uses","query":[]}, input),

  /** Create or replace a number. */
  putNumber: (
    input: {
      /** The application. */
      application?: string;
      /** A telephone number, as the carrier sends it. */
      id: string;
      body: NumberBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Number>({"method":"PUT","path":"/v1/applications/{application}/numbers/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a number. */
  patchNumber: (
    input: {
      /** The application. */
      application?: string;
      /** A telephone number, as the carrier sends it. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Number>({"method":"PATCH","path":"/v1/applications/{application}/numbers/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a number. */
  getNumber: (
    input: {
      /** The application. */
      application?: string;
      /** A telephone number, as the carrier sends it. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Number>({"method":"GET","path":"/v1/applications/{application}/numbers/{id}","query":[]}, input),

  /** Delete a number. */
  deleteNumber: (
    input: {
      /** The application. */
      application?: string;
      /** A telephone number, as the carrier sends it. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/numbers/{id}","query":[]}, input),

  /** List every number. */
  listNumbers: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the label, whatever its case. */
      label?: string;
      /** Only those with this in the number, whatever its case. */
      digits?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Number)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/numbers","query":["limit","cursor","label","digits"]}, input),

  /** See what uses a number. */
  getNumberUses: (
    input: {
      /** The application. */
      application?: string;
      /** A telephone number, as the carrier sends it. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/numbers/{id}/uses","query":[]}, input),

  /** Create or replace a rule. */
  putRule: (
    input: {
      /** The application. */
      application?: string;
      /** The rule. */
      id: string;
      body: RuleBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Rule>({"method":"PUT","path":"/v1/applications/{application}/rules/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a rule. */
  patchRule: (
    input: {
      /** The application. */
      application?: string;
      /** The rule. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Rule>({"method":"PATCH","path":"/v1/applications/{application}/rules/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a rule. */
  getRule: (
    input: {
      /** The application. */
      application?: string;
      /** The rule. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Rule>({"method":"GET","path":"/v1/applications/{application}/rules/{id}","query":[]}, input),

  /** Delete a rule. */
  deleteRule: (
    input: {
      /** The application. */
      application?: string;
      /** The rule. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/rules/{id}","query":[]}, input),

  /** List every rule. */
  listRules: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those that lead into this queue. */
      queue?: string;
      /** Only those with this scenario. */
      scenario?: string;
      /** Only those whose mask takes this number. */
      number?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Rule)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/rules","query":["limit","cursor","queue","scenario","number"]}, input),

  /** See what uses a rule. */
  getRuleUses: (
    input: {
      /** The application. */
      application?: string;
      /** The rule. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/rules/{id}/uses","query":[]}, input),

  /** Create or replace a disposition. */
  putDisposition: (
    input: {
      /** The application. */
      application?: string;
      /** The disposition. */
      id: string;
      body: DispositionBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Disposition>({"method":"PUT","path":"/v1/applications/{application}/dispositions/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a disposition. */
  patchDisposition: (
    input: {
      /** The application. */
      application?: string;
      /** The disposition. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Disposition>({"method":"PATCH","path":"/v1/applications/{application}/dispositions/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a disposition. */
  getDisposition: (
    input: {
      /** The application. */
      application?: string;
      /** The disposition. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Disposition>({"method":"GET","path":"/v1/applications/{application}/dispositions/{id}","query":[]}, input),

  /** Delete a disposition. */
  deleteDisposition: (
    input: {
      /** The application. */
      application?: string;
      /** The disposition. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/dispositions/{id}","query":[]}, input),

  /** List every disposition. */
  listDispositions: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
      /** Only those under this heading. */
      group?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Disposition)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/dispositions","query":["limit","cursor","name","group"]}, input),

  /** See what uses a disposition. */
  getDispositionUses: (
    input: {
      /** The application. */
      application?: string;
      /** The disposition. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/dispositions/{id}/uses","query":[]}, input),

  /** Create or replace a pause reason. */
  putPauseReason: (
    input: {
      /** The application. */
      application?: string;
      /** The pause reason. */
      id: string;
      body: PauseReasonBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<PauseReason>({"method":"PUT","path":"/v1/applications/{application}/pause-reasons/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a pause reason. */
  patchPauseReason: (
    input: {
      /** The application. */
      application?: string;
      /** The pause reason. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<PauseReason>({"method":"PATCH","path":"/v1/applications/{application}/pause-reasons/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a pause reason. */
  getPauseReason: (
    input: {
      /** The application. */
      application?: string;
      /** The pause reason. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<PauseReason>({"method":"GET","path":"/v1/applications/{application}/pause-reasons/{id}","query":[]}, input),

  /** Delete a pause reason. */
  deletePauseReason: (
    input: {
      /** The application. */
      application?: string;
      /** The pause reason. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/pause-reasons/{id}","query":[]}, input),

  /** List every pause reason. */
  listPauseReasons: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
    } = {},
  ) => send<{
    readonly items: readonly (PauseReason)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/pause-reasons","query":["limit","cursor","name"]}, input),

  /** See what uses a pause reason. */
  getPauseReasonUses: (
    input: {
      /** The application. */
      application?: string;
      /** The pause reason. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/pause-reasons/{id}/uses","query":[]}, input),

  /** Create or replace a role. */
  putRole: (
    input: {
      /** The application. */
      application?: string;
      /** The role. */
      id: string;
      body: RoleBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Role>({"method":"PUT","path":"/v1/applications/{application}/roles/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a role. */
  patchRole: (
    input: {
      /** The application. */
      application?: string;
      /** The role. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Role>({"method":"PATCH","path":"/v1/applications/{application}/roles/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a role. */
  getRole: (
    input: {
      /** The application. */
      application?: string;
      /** The role. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Role>({"method":"GET","path":"/v1/applications/{application}/roles/{id}","query":[]}, input),

  /** Delete a role. */
  deleteRole: (
    input: {
      /** The application. */
      application?: string;
      /** The role. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/roles/{id}","query":[]}, input),

  /** List every role. */
  listRoles: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Role)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/roles","query":["limit","cursor","name"]}, input),

  /** See what uses a role. */
  getRoleUses: (
    input: {
      /** The application. */
      application?: string;
      /** The role. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/roles/{id}/uses","query":[]}, input),

  /** Create or replace a scenario. */
  putScenario: (
    input: {
      /** The application. */
      application?: string;
      /** The call flow. */
      id: string;
      body: ScenarioBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Scenario>({"method":"PUT","path":"/v1/applications/{application}/scenarios/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a scenario. */
  patchScenario: (
    input: {
      /** The application. */
      application?: string;
      /** The call flow. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Scenario>({"method":"PATCH","path":"/v1/applications/{application}/scenarios/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a scenario. */
  getScenario: (
    input: {
      /** The application. */
      application?: string;
      /** The call flow. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Scenario>({"method":"GET","path":"/v1/applications/{application}/scenarios/{id}","query":[]}, input),

  /** Delete a scenario. */
  deleteScenario: (
    input: {
      /** The application. */
      application?: string;
      /** The call flow. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/scenarios/{id}","query":[]}, input),

  /** List every scenario. */
  listScenarios: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
      /** Only those of this flow. */
      flow?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Scenario)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/scenarios","query":["limit","cursor","name","flow"]}, input),

  /** See what uses a scenario. */
  getScenarioUses: (
    input: {
      /** The application. */
      application?: string;
      /** The call flow. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/scenarios/{id}/uses","query":[]}, input),

  /** Publish a scenario. */
  publishScenario: (
    input: {
      /** The application. */
      application?: string;
      /** The call flow. */
      id: string;
      body: PublishBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<Scenario>({"method":"POST","path":"/v1/applications/{application}/scenarios/{id}/publish","query":[],"type":"application/json","once":true}, input),

  /** List what has been published of a scenario. */
  listScenarioVersions: (
    input: {
      /** The application. */
      application?: string;
      /** The call flow. */
      id: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
    },
  ) => send<{
    readonly items: readonly (ScenarioVersion)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/scenarios/{id}/versions","query":["limit","cursor"]}, input),

  /** Read a version of a scenario. */
  getScenarioVersion: (
    input: {
      /** The application. */
      application?: string;
      /** The call flow. */
      id: string;
      /** Counts from 1. */
      version: number;
    },
  ) => send<ScenarioVersion>({"method":"GET","path":"/v1/applications/{application}/scenarios/{id}/versions/{version}","query":[]}, input),

  /** Create or replace a sound. */
  putSound: (
    input: {
      /** The application. */
      application?: string;
      /** The sound. */
      id: string;
      body: SoundBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Sound>({"method":"PUT","path":"/v1/applications/{application}/sounds/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a sound. */
  patchSound: (
    input: {
      /** The application. */
      application?: string;
      /** The sound. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Sound>({"method":"PATCH","path":"/v1/applications/{application}/sounds/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a sound. */
  getSound: (
    input: {
      /** The application. */
      application?: string;
      /** The sound. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Sound>({"method":"GET","path":"/v1/applications/{application}/sounds/{id}","query":[]}, input),

  /** Delete a sound. */
  deleteSound: (
    input: {
      /** The application. */
      application?: string;
      /** The sound. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/sounds/{id}","query":[]}, input),

  /** List every sound. */
  listSounds: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
      /** Only prompts, or only music. */
      use?: "prompt" | "music";
      /** Only those in this state. */
      state?: "empty" | "converting" | "ready" | "failed";
    } = {},
  ) => send<{
    readonly items: readonly (Sound)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/sounds","query":["limit","cursor","name","use","state"]}, input),

  /** See what uses a sound. */
  getSoundUses: (
    input: {
      /** The application. */
      application?: string;
      /** The sound. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/sounds/{id}/uses","query":[]}, input),

  /** Upload what a sound sounds like. */
  uploadSound: (
    input: {
      /** The application. */
      application?: string;
      /** The sound. */
      id: string;
      body: Uint8Array<ArrayBuffer>;
      /** Of the body. */
      contentType: "audio/wav" | "audio/mpeg" | "audio/ogg";
    },
  ) => send<Sound>({"method":"PUT","path":"/v1/applications/{application}/sounds/{id}/audio","query":[],"type":"audio/wav"}, input),

  /** Hear a sound. */
  hearSound: (
    input: {
      /** The application. */
      application?: string;
      /** The sound. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Uint8Array>({"method":"GET","path":"/v1/applications/{application}/sounds/{id}/audio","query":[]}, input),

  /** Create or replace a webhook. */
  putWebhook: (
    input: {
      /** The application. */
      application?: string;
      /** The webhook. */
      id: string;
      body: WebhookBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Webhook>({"method":"PUT","path":"/v1/applications/{application}/webhooks/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a webhook. */
  patchWebhook: (
    input: {
      /** The application. */
      application?: string;
      /** The webhook. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Webhook>({"method":"PATCH","path":"/v1/applications/{application}/webhooks/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a webhook. */
  getWebhook: (
    input: {
      /** The application. */
      application?: string;
      /** The webhook. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<Webhook>({"method":"GET","path":"/v1/applications/{application}/webhooks/{id}","query":[]}, input),

  /** Delete a webhook. */
  deleteWebhook: (
    input: {
      /** The application. */
      application?: string;
      /** The webhook. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/webhooks/{id}","query":[]}, input),

  /** List every webhook. */
  listWebhooks: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Webhook)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/webhooks","query":["limit","cursor"]}, input),

  /** See what uses a webhook. */
  getWebhookUses: (
    input: {
      /** The application. */
      application?: string;
      /** The webhook. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/webhooks/{id}/uses","query":[]}, input),

  /** Make a new secret for a webhook. */
  createWebhookSecret: (
    input: {
      /** The application. */
      application?: string;
      /** The webhook. */
      id: string;
      body: Nothing;
    },
  ) => send<WebhookSecret>({"method":"POST","path":"/v1/applications/{application}/webhooks/{id}/secret","query":[],"type":"application/json"}, input),

  /** Send a test message. */
  testWebhook: (
    input: {
      /** The application. */
      application?: string;
      /** The webhook. */
      id: string;
      body: Nothing;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<WebhookTest>({"method":"POST","path":"/v1/applications/{application}/webhooks/{id}/test","query":[],"type":"application/json","once":true}, input),

  /** See how far a webhook's messages have come. */
  listDeliveries: (
    input: {
      /** The application. */
      application?: string;
      /** The webhook. */
      id: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those. */
      state?: "waiting" | "delivered" | "failed";
    },
  ) => send<Deliveries>({"method":"GET","path":"/v1/applications/{application}/webhooks/{id}/deliveries","query":["limit","cursor","state"]}, input),

  /** Send messages again. */
  replayWebhook: (
    input: {
      /** The application. */
      application?: string;
      /** The webhook. */
      id: string;
      body: WebhookReplay;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<WebhookReplayed>({"method":"POST","path":"/v1/applications/{application}/webhooks/{id}/replay","query":[],"type":"application/json","once":true}, input),

  /** Create or replace a identity provider. */
  putIdentityProvider: (
    input: {
      /** The application. */
      application?: string;
      /** The identity provider. */
      id: string;
      body: IdentityProviderBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<IdentityProvider>({"method":"PUT","path":"/v1/applications/{application}/identity-providers/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a identity provider. */
  patchIdentityProvider: (
    input: {
      /** The application. */
      application?: string;
      /** The identity provider. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<IdentityProvider>({"method":"PATCH","path":"/v1/applications/{application}/identity-providers/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a identity provider. */
  getIdentityProvider: (
    input: {
      /** The application. */
      application?: string;
      /** The identity provider. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<IdentityProvider>({"method":"GET","path":"/v1/applications/{application}/identity-providers/{id}","query":[]}, input),

  /** Delete a identity provider. */
  deleteIdentityProvider: (
    input: {
      /** The application. */
      application?: string;
      /** The identity provider. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/identity-providers/{id}","query":[]}, input),

  /** List every identity provider. */
  listIdentityProviders: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
      /** Only those with this in the name, whatever its case. */
      name?: string;
    } = {},
  ) => send<{
    readonly items: readonly (IdentityProvider)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/identity-providers","query":["limit","cursor","name"]}, input),

  /** See what uses a identity provider. */
  getIdentityProviderUses: (
    input: {
      /** The application. */
      application?: string;
      /** The identity provider. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/identity-providers/{id}/uses","query":[]}, input),

  /** See whom a person is at companies' providers. */
  listIdentities: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
    },
  ) => send<Identities>({"method":"GET","path":"/v1/applications/{application}/operators/{id}/identities","query":[]}, input),

  /** Part a person from whom they are at a provider. */
  removeIdentity: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
      /** The identity provider. */
      provider: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/operators/{id}/identities/{provider}","query":[]}, input),

  /** List the rights and the roles that are built in. */
  listRights: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<Rights>({"method":"GET","path":"/v1/applications/{application}/rights","query":[]}, input),

  /** Create an API key. */
  createKey: (
    input: {
      /** The application. */
      application?: string;
      body: KeyBody;
    },
  ) => send<NewKey>({"method":"POST","path":"/v1/applications/{application}/keys","query":[],"type":"application/json"}, input),

  /** List the API keys. */
  listKeys: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
    } = {},
  ) => send<{
    readonly items: readonly (Key)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/keys","query":["limit","cursor"]}, input),

  /** Revoke an API key. */
  revokeKey: (
    input: {
      /** The application. */
      application?: string;
      /** The API key. */
      id: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/keys/{id}","query":[]}, input),

  /** Take a whole application out. */
  exportApplication: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<ApplicationFile>({"method":"GET","path":"/v1/applications/{application}/export","query":[]}, input),

  /** Put a whole application in. */
  importApplication: (
    input: {
      /** The application. */
      application?: string;
      /** `true`: only say what would be done. */
      dryRun?: string;
      /** `true`: remove whatever the file does not name. */
      prune?: string;
      body: ApplicationFile;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<ImportPlan>({"method":"POST","path":"/v1/applications/{application}/import","query":["dryRun","prune"],"type":"application/json","once":true}, input),

  /** Take a table out as CSV. */
  exportTable: (
    input: {
      /** The application. */
      application?: string;
      /** Which table. */
      table: "operators" | "numbers";
    },
  ) => send<string>({"method":"GET","path":"/v1/applications/{application}/export/{table}","query":[]}, input),

  /** Put a table in as CSV. */
  importTable: (
    input: {
      /** The application. */
      application?: string;
      /** Which table. */
      table: "operators" | "numbers";
      /** `true`: only say what would be done. */
      dryRun?: string;
      body: string;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<ImportPlan>({"method":"POST","path":"/v1/applications/{application}/import/{table}","query":["dryRun"],"type":"text/csv","once":true}, input),

  /** See whether it is open. */
  getHoursState: (
    input: {
      /** The application. */
      application?: string;
      /** The opening hours. */
      id: string;
      /** When; now unless given. */
      at?: string;
    },
  ) => send<Opening>({"method":"GET","path":"/v1/applications/{application}/hours/{id}/state","query":["at"]}, input),

  /** Open or close by hand. */
  overrideHours: (
    input: {
      /** The application. */
      application?: string;
      /** The opening hours. */
      id: string;
      body: OverrideBody;
    },
  ) => send<Opening>({"method":"PUT","path":"/v1/applications/{application}/hours/{id}/override","query":[],"type":"application/json"}, input),

  /** Let the timetable have its say again. */
  liftOverride: (
    input: {
      /** The application. */
      application?: string;
      /** The opening hours. */
      id: string;
    },
  ) => send<Opening>({"method":"DELETE","path":"/v1/applications/{application}/hours/{id}/override","query":[]}, input),

  /** Try where a number leads. */
  tryNumber: (
    input: {
      /** The application. */
      application?: string;
      /** A telephone number, as the carrier sends it. */
      number: string;
      /** When; now unless given. */
      at?: string;
    },
  ) => send<Dialled>({"method":"GET","path":"/v1/applications/{application}/route","query":["number","at"]}, input),

  /** See who waits in a queue. */
  getQueueState: (
    input: {
      /** The application. */
      application?: string;
      /** The queue. */
      id: string;
    },
  ) => send<QueueState>({"method":"GET","path":"/v1/applications/{application}/queues/{id}/state","query":[]}, input),

  /** See what a queue decided lately, and why. */
  getQueueTimeline: (
    input: {
      /** The application. */
      application?: string;
      /** The queue. */
      id: string;
      /** Only what concerns this call. */
      call?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
    },
  ) => send<{
    readonly items: readonly ({
      /** Counts from 1 without a gap. */
      readonly seq: number;
      /** Milliseconds since 1970 (UTC). */
      readonly at: number;
      readonly what: string;
      readonly detail?: { readonly [key: string]: string | number | boolean | null };
    })[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/queues/{id}/timeline","query":["call","limit","cursor"]}, input),

  /** See what an operator is doing. */
  getOperatorState: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
    },
  ) => send<OperatorState>({"method":"GET","path":"/v1/applications/{application}/operators/{id}/state","query":[]}, input),

  /** Change an operator's status. */
  forceOperatorStatus: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
      body: StatusBody;
    },
  ) => send<OperatorState>({"method":"PUT","path":"/v1/applications/{application}/operators/{id}/status","query":[],"type":"application/json"}, input),

  /** List calls, newest first. */
  listCalls: (
    input: {
      /** The application. */
      application?: string;
      /** Only calls that live, or only those that have ended. */
      state?: "live" | "ended";
      /** Only calls of this queue. */
      queue?: string;
      /** Only calls of which a talk turned out so. */
      disposition?: string;
      /** Started then or later: milliseconds since 1970, or ISO 8601. */
      from?: string;
      /** Started before then. */
      to?: string;
      /** `next` of the page before. */
      cursor?: string;
      /** Calls on a page. */
      limit?: number;
    } = {},
  ) => send<{
    readonly items: readonly (CallSummary)[];
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/calls","query":["state","queue","disposition","from","to","cursor","limit"]}, input),

  /** Read a call with its timeline. */
  getCall: (
    input: {
      /** The application. */
      application?: string;
      /** The call. */
      id: string;
    },
  ) => send<Call>({"method":"GET","path":"/v1/applications/{application}/calls/{id}","query":[]}, input),

  /** Set how a call turned out. */
  setCallDisposition: (
    input: {
      /** The application. */
      application?: string;
      /** The call. */
      id: string;
      body: DispositionOfCall;
    },
  ) => send<{
    readonly dispositions: readonly (Disposal)[];
  }>({"method":"PUT","path":"/v1/applications/{application}/calls/{id}/disposition","query":[],"type":"application/json"}, input),

  /** List the dispositions that may be chosen for calls of a queue. */
  listDispositionChoices: (
    input: {
      /** The application. */
      application?: string;
      /** The queue. */
      queue: string;
    },
  ) => send<{
    readonly items: readonly ({
      /** The disposition. */
      readonly dispositionId: string;
      readonly name: string;
      readonly group: string | null;
    })[];
  }>({"method":"GET","path":"/v1/applications/{application}/disposition-choices","query":["queue"]}, input),

  /** Do something to a call. */
  commandCall: (
    input: {
      /** The application. */
      application?: string;
      /** The call. */
      id: string;
      body: CallCommand;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<Done>({"method":"POST","path":"/v1/applications/{application}/calls/{id}/commands","query":[],"type":"application/json","once":true}, input),

  /** Go through a finished call again. */
  replayCall: (
    input: {
      /** The application. */
      application?: string;
      /** The call. */
      id: string;
    },
  ) => send<Replay>({"method":"GET","path":"/v1/applications/{application}/calls/{id}/replay","query":[]}, input),

  /** List the queues that a call can be transferred to. */
  listTransferTargets: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
    } = {},
  ) => send<{
    readonly items: readonly ({
      /** The queue. */
      readonly queueId: string;
      /** Shown to people. */
      readonly name: string;
    })[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/transfer-targets","query":["limit","cursor"]}, input),

  /** Read a report. */
  getReport: (
    input: {
      /** The application. */
      application?: string;
      /** By what it is counted. */
      report: "queues" | "groups" | "operators" | "numbers" | "scenarios" | "hours" | "dispositions";
      /** Calls that began then or later: milliseconds since 1970, or ISO 8601. */
      from?: string;
      /** Calls that began before then; now unless given. */
      until?: string;
      /** How the time is divided, by the local clock. Not given: it is not divided. */
      interval?: "5m" | "15m" | "30m" | "1h" | "1d" | "1w" | "1mo";
      /** Whose days and hours are meant: a name of the IANA database. */
      timeZone?: string;
      /** Only this queue. Numbers, scenarios and hours then count the stays in it, not whole calls. */
      queue?: string;
      /** Only calls to this number. Not for operators and groups. */
      number?: string;
      /** Only calls by telephone or from browsers. Not for operators and groups. */
      channel?: "phone" | "web";
      /** Only calls of this scenario. Not for operators and groups. */
      scenario?: string;
      /** Only this operator. For operators, groups and dispositions only. */
      operator?: string;
      /** The T of the service level. In milliseconds, whole seconds, 1000 to 600000; 20000 unless given. */
      threshold?: number;
      /** Who gave up no later than this is short-abandoned. In milliseconds, whole seconds, 0 to 600000; 5000 unless given. */
      shortAbandon?: number | null;
      /** Who calls again so soon after the end of their call was not helped by it: adds `firstCallResolution`. In milliseconds, 60000 to 2592000000. Reads every call: slower than the rest. */
      repeatWithin?: number;
      /** `xlsx`: for people, in Excel; `parquet`: for programs. Not given: as `Accept` says. */
      format?: "json" | "csv" | "xlsx" | "parquet";
    },
  ) => send<Report | string | Uint8Array>({"method":"GET","path":"/v1/applications/{application}/reports/{report}","query":["from","until","interval","timeZone","queue","number","channel","scenario","operator","threshold","shortAbandon","repeatWithin","format"]}, input),

  /** See whether the ledger has been told everything. */
  getLedgerHealth: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<LedgerHealth>({"method":"GET","path":"/v1/applications/{application}/ledger/health","query":[]}, input),

  /** Create or replace a report schedule. */
  putReportSchedule: (
    input: {
      /** The application. */
      application?: string;
      /** The report schedule. */
      id: string;
      body: ReportScheduleBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<ReportSchedule>({"method":"PUT","path":"/v1/applications/{application}/report-schedules/{id}","query":[],"type":"application/json"}, input),

  /** Change some fields of a report schedule. */
  patchReportSchedule: (
    input: {
      /** The application. */
      application?: string;
      /** The report schedule. */
      id: string;
      body: MergePatch;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<ReportSchedule>({"method":"PATCH","path":"/v1/applications/{application}/report-schedules/{id}","query":[],"type":"application/merge-patch+json"}, input),

  /** Read a report schedule. */
  getReportSchedule: (
    input: {
      /** The application. */
      application?: string;
      /** The report schedule. */
      id: string;
      ifNoneMatch?: string;
    },
  ) => send<ReportSchedule>({"method":"GET","path":"/v1/applications/{application}/report-schedules/{id}","query":[]}, input),

  /** Delete a report schedule. */
  deleteReportSchedule: (
    input: {
      /** The application. */
      application?: string;
      /** The report schedule. */
      id: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/report-schedules/{id}","query":[]}, input),

  /** List every report schedule. */
  listReportSchedules: (
    input: {
      /** The application. */
      application?: string;
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
    } = {},
  ) => send<{
    readonly items: readonly (ReportSchedule)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  }>({"method":"GET","path":"/v1/applications/{application}/report-schedules","query":["limit","cursor"]}, input),

  /** See what uses a report schedule. */
  getReportScheduleUses: (
    input: {
      /** The application. */
      application?: string;
      /** The report schedule. */
      id: string;
    },
  ) => send<{
    readonly items: readonly (Use)[];
  }>({"method":"GET","path":"/v1/applications/{application}/report-schedules/{id}/uses","query":[]}, input),

  /** See when a report is sent next and how it went lately. */
  getReportScheduleState: (
    input: {
      /** The application. */
      application?: string;
      /** The report schedule. */
      id: string;
    },
  ) => send<ReportScheduleState>({"method":"GET","path":"/v1/applications/{application}/report-schedules/{id}/state","query":[]}, input),

  /** Make and send a report now. */
  runReportSchedule: (
    input: {
      /** The application. */
      application?: string;
      /** The report schedule. */
      id: string;
      body: Nothing;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<ReportRunAsked>({"method":"POST","path":"/v1/applications/{application}/report-schedules/{id}/run","query":[],"type":"application/json","once":true}, input),

  /** Sign in. */
  signIn: (
    input: {
      /** The application. */
      application?: string;
      body: SignIn;
    },
  ) => send<SessionBegun>({"method":"POST","path":"/v1/applications/{application}/sessions","query":[],"type":"application/json"}, input),

  /** List sessions. */
  listSessions: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      operator?: string;
    } = {},
  ) => send<{
    readonly items: readonly (SessionSeen)[];
  }>({"method":"GET","path":"/v1/applications/{application}/sessions","query":["operator"]}, input),

  /** Renew a session. */
  renewSession: (
    input: {
      /** The application. */
      application?: string;
      body: RenewSession;
    },
  ) => send<Session>({"method":"POST","path":"/v1/applications/{application}/sessions/refresh","query":[],"type":"application/json"}, input),

  /** Sign out. */
  signOut: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/sessions/current","query":[]}, input),

  /** Read the session that this is asked with. */
  getCurrentSession: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<OwnSession>({"method":"GET","path":"/v1/applications/{application}/sessions/current","query":[]}, input),

  /** End a session. */
  endSession: (
    input: {
      /** The application. */
      application?: string;
      id: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/sessions/{id}","query":[]}, input),

  /** End all sessions of a person. */
  endSessionsOf: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/operators/{id}/sessions","query":[]}, input),

  /** See whether one has a second factor. */
  getSecondFactor: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<SecondFactor>({"method":"GET","path":"/v1/applications/{application}/second-factor","query":[]}, input),

  /** Set up a second factor. */
  beginSecondFactor: (
    input: {
      /** The application. */
      application?: string;
      body: SecondFactorBegin;
    },
  ) => send<SecondFactorSecret>({"method":"POST","path":"/v1/applications/{application}/second-factor","query":[],"type":"application/json"}, input),

  /** Confirm a second factor. */
  confirmSecondFactor: (
    input: {
      /** The application. */
      application?: string;
      body: SecondFactorCode;
    },
  ) => send<RecoveryCodes>({"method":"POST","path":"/v1/applications/{application}/second-factor/confirm","query":[],"type":"application/json"}, input),

  /** End one's second factor. */
  endSecondFactor: (
    input: {
      /** The application. */
      application?: string;
      body: SecondFactorCode;
    },
  ) => send<undefined>({"method":"POST","path":"/v1/applications/{application}/second-factor/end","query":[],"type":"application/json"}, input),

  /** Take the second factor from a person. */
  removeSecondFactor: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/operators/{id}/second-factor","query":[]}, input),

  /** See which roles must have a second factor. */
  getSignInRules: (
    input: {
      /** The application. */
      application?: string;
      ifNoneMatch?: string;
    } = {},
  ) => send<SignInRules>({"method":"GET","path":"/v1/applications/{application}/sign-in-rules","query":[]}, input),

  /** Say which roles must have a second factor. */
  putSignInRules: (
    input: {
      /** The application. */
      application?: string;
      body: SignInRules;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<SignInRules>({"method":"PUT","path":"/v1/applications/{application}/sign-in-rules","query":[],"type":"application/json"}, input),

  /** List one's own passkeys. */
  listPasskeys: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<Passkeys>({"method":"GET","path":"/v1/applications/{application}/passkeys","query":[]}, input),

  /** Add a passkey. */
  addPasskey: (
    input: {
      /** The application. */
      application?: string;
      body: NewPasskey;
    },
  ) => send<Passkey>({"method":"POST","path":"/v1/applications/{application}/passkeys","query":[],"type":"application/json"}, input),

  /** Begin to add a passkey. */
  beginPasskey: (
    input: {
      /** The application. */
      application?: string;
      body: PasskeyBegin;
    },
  ) => send<PasskeyCreationOptions>({"method":"POST","path":"/v1/applications/{application}/passkeys/begin","query":[],"type":"application/json"}, input),

  /** Remove one of one's passkeys. */
  removePasskey: (
    input: {
      /** The application. */
      application?: string;
      /** The passkey. */
      passkey: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/passkeys/{passkey}","query":[]}, input),

  /** List the passkeys of a person. */
  listPasskeysOf: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
    },
  ) => send<Passkeys>({"method":"GET","path":"/v1/applications/{application}/operators/{id}/passkeys","query":[]}, input),

  /** Take a passkey from a person. */
  removePasskeyOf: (
    input: {
      /** The application. */
      application?: string;
      /** The operator; also the name to sign in with. */
      id: string;
      /** The passkey. */
      passkey: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/operators/{id}/passkeys/{passkey}","query":[]}, input),

  /** Begin to sign in with a passkey. */
  beginPasskeySignIn: (
    input: {
      /** The application. */
      application?: string;
      body: PasskeySignInBegin;
    },
  ) => send<PasskeyRequestOptions>({"method":"POST","path":"/v1/applications/{application}/passkeys/challenge","query":[],"type":"application/json"}, input),

  /** Sign in with a passkey. */
  signInWithPasskey: (
    input: {
      /** The application. */
      application?: string;
      body: PasskeySignIn;
    },
  ) => send<SessionBegun>({"method":"POST","path":"/v1/applications/{application}/sessions/passkey","query":[],"type":"application/json"}, input),

  /** See where one may sign in beside here. */
  listSignIns: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<SignIns>({"method":"GET","path":"/v1/applications/{application}/sign-in","query":[]}, input),

  /** Go to a company's sign-in. */
  beginProviderSignIn: (
    input: {
      /** The application. */
      application?: string;
      /** The identity provider. */
      provider: string;
    },
  ) => send<undefined>({"method":"GET","path":"/v1/applications/{application}/sign-in/{provider}","query":[]}, input),

  /** Come back from a company's sign-in. */
  endProviderSignIn: (
    input: {
      /** The application. */
      application?: string;
      /** The identity provider. */
      provider: string;
      state?: string;
      code?: string;
      error?: string;
    },
  ) => send<undefined>({"method":"GET","path":"/v1/applications/{application}/sign-in/{provider}/callback","query":["state","code","error"]}, input),

  /** Sign in with a ticket. */
  signInWithTicket: (
    input: {
      /** The application. */
      application?: string;
      body: TicketSignIn;
    },
  ) => send<SessionBegun>({"method":"POST","path":"/v1/applications/{application}/sign-in/session","query":[],"type":"application/json"}, input),

  /** Be told that somebody has signed out at the provider. */
  providerLogout: (
    input: {
      /** The application. */
      application?: string;
      /** The identity provider. */
      provider: string;
      body: ProviderLogout;
    },
  ) => send<undefined>({"method":"POST","path":"/v1/applications/{application}/sign-in/{provider}/logout","query":[],"type":"application/x-www-form-urlencoded"}, input),

  /** Read who did what. */
  listAudit: (
    input: {
      /** The application. */
      application?: string;
      /** Only what this bearer did. */
      by?: string;
      /** Only this: `queue.changed`, or `queue` for all that is done to queues. */
      action?: string;
      /** Then or later. */
      from?: string;
      /** Before then. */
      to?: string;
      /** `json`: one page, the newest first. `ndjson`, `csv`: all that is wanted, the oldest first. NDJSON without `by` and `action` can be verified (`./acd audit verify`). */
      format?: "json" | "ndjson" | "csv";
      /** How many on a page. */
      limit?: number;
      /** `next` of the page before. */
      cursor?: string;
    } = {},
  ) => send<{
    readonly items: readonly (AuditLine)[];
    /** The `cursor` of the next page; absent: this is the last one. */
    readonly next?: string;
  } | string>({"method":"GET","path":"/v1/applications/{application}/audit","query":["by","action","from","to","format","limit","cursor"]}, input),

  /** See how far the audit log goes. */
  getAuditHead: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<AuditHead>({"method":"GET","path":"/v1/applications/{application}/audit/head","query":[]}, input),

  /** Look up what is kept of a caller. */
  findCaller: (
    input: {
      /** The application. */
      application?: string;
      body: CallerNumber;
    },
  ) => send<CallerFound>({"method":"POST","path":"/v1/applications/{application}/callers/find","query":[],"type":"application/json"}, input),

  /** Erase a caller. */
  eraseCaller: (
    input: {
      /** The application. */
      application?: string;
      body: CallerNumber;
    },
  ) => send<CallerErased>({"method":"POST","path":"/v1/applications/{application}/callers/erase","query":[],"type":"application/json"}, input),

  /** See for how long data is kept. */
  getRetention: (
    input: {
      /** The application. */
      application?: string;
      ifNoneMatch?: string;
    } = {},
  ) => send<Retention>({"method":"GET","path":"/v1/applications/{application}/retention","query":[]}, input),

  /** Say for how long data is kept. */
  putRetention: (
    input: {
      /** The application. */
      application?: string;
      body: Retention;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Retention>({"method":"PUT","path":"/v1/applications/{application}/retention","query":[],"type":"application/json"}, input),

  /** Call from a browser. */
  beginWebCall: (
    input: {
      /** The application. */
      application?: string;
      body: WebCallBody;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<WebCall>({"method":"POST","path":"/v1/applications/{application}/web-calls","query":[],"type":"application/json","once":true}, input),

  /** Let LiveKit's telephony know the numbers. */
  provisionTelephony: (
    input: {
      body: ProvisioningBody;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<{
    readonly items: readonly (Provisioning)[];
  }>({"method":"POST","path":"/v1/provisioning","query":[],"type":"application/json","once":true}, input),

  /** See how calls are placed. */
  getOutbound: (
    input: {
      /** The application. */
      application?: string;
      ifNoneMatch?: string;
    } = {},
  ) => send<Outbound>({"method":"GET","path":"/v1/applications/{application}/outbound","query":[]}, input),

  /** Say how calls are placed. */
  putOutbound: (
    input: {
      /** The application. */
      application?: string;
      body: OutboundBody;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    },
  ) => send<Outbound>({"method":"PUT","path":"/v1/applications/{application}/outbound","query":[],"type":"application/json"}, input),

  /** Place no calls any more. */
  deleteOutbound: (
    input: {
      /** The application. */
      application?: string;
      /** The `etag` that it must still have; "*": that it must exist. */
      ifMatch?: string;
      ifNoneMatch?: string;
    } = {},
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/outbound","query":[]}, input),

  /** Search for numbers that can be bought. */
  searchPhoneNumbers: (
    input: {
      /** The application. */
      application?: string;
      /** As ISO 3166-1 has it. */
      country?: string;
      /** Only numbers of this area. */
      areaCode?: string;
      limit?: number;
    } = {},
  ) => send<{
    readonly items: readonly (SoldNumber)[];
  }>({"method":"GET","path":"/v1/applications/{application}/phone-numbers/available","query":["country","areaCode","limit"]}, input),

  /** List the numbers that were bought. */
  listPhoneNumbers: (
    input: {
      /** The application. */
      application?: string;
    } = {},
  ) => send<{
    readonly items: readonly (OwnNumber)[];
  }>({"method":"GET","path":"/v1/applications/{application}/phone-numbers","query":[]}, input),

  /** Buy a number. */
  buyPhoneNumber: (
    input: {
      /** The application. */
      application?: string;
      body: NumberToBuy;
      /** Unless given, one is made for each call, so that trying again does nothing twice. */
      idempotencyKey?: string;
    },
  ) => send<{
    /** The number, in international form. */
    readonly number: string;
  }>({"method":"POST","path":"/v1/applications/{application}/phone-numbers","query":[],"type":"application/json","once":true}, input),

  /** Give a number back. */
  releasePhoneNumber: (
    input: {
      /** The application. */
      application?: string;
      /** The number, in international form. */
      number: string;
    },
  ) => send<undefined>({"method":"DELETE","path":"/v1/applications/{application}/phone-numbers/{number}","query":[]}, input),

  /** What anyone may know of this call centre. */
  getPublic: (
    input: {
    } = {},
  ) => send<Centre>({"method":"GET","path":"/v1/public","query":[]}, input),
});
