/**
 * Every identifier of the product, branded so that one cannot be passed for another.
 * A brand exists only for the compiler: at run time an id is its text.
 */
declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** A tenant. Every actor, row, key and token belongs to exactly one. */
export type ApplicationId = Id<"application">;
/** One caller's journey, from the first INVITE to the last leg gone. */
export type CallId = Id<"call">;
/** A named line. */
export type QueueId = Id<"queue">;
/** A person who takes calls; also their sign-in name. */
export type OperatorId = Id<"operator">;
/** A call's place in one queue. A call that queues twice has two entries. */
export type EntryId = Id<"entry">;
/** One entry put to one operator until a deadline. */
export type OfferId = Id<"offer">;
/** One attempt to phone somebody. */
export type DialId = Id<"dial">;
/** The operators who serve a queue. */
export type SkillGroupId = Id<"skillGroup">;
/** Something that operators can do at a level: a language, a product. */
export type SkillId = Id<"skill">;
/** Opening hours: a timetable with a name. */
export type HoursId = Id<"hours">;
/** Why somebody pauses, in an application's own words. */
export type PauseReasonId = Id<"pauseReason">;
/** How a call turned out, in an application's own words. */
export type DispositionId = Id<"disposition">;
/** A set of rights with a name. */
export type RoleId = Id<"role">;
/** An API key; not its secret. */
export type KeyId = Id<"key">;
/** A company's own sign-in. */
export type IdentityProviderId = Id<"identityProvider">;
/** Somebody else's server that is told what happens. */
export type WebhookId = Id<"webhook">;
/** A sound that callers hear: a prompt, or music. */
export type SoundId = Id<"sound">;
/** A report that is made and sent again and again. */
export type ReportScheduleId = Id<"reportSchedule">;
/** A call flow. */
export type ScenarioId = Id<"scenario">;
/** One run of one media worker process. */
export type MediaWorkerId = Id<"mediaWorker">;
/** One spoken announcement within one call. */
export type PlayId = Id<"play">;
/** A LiveKit room's name. Holds the caller's number: never log it whole. */
export type RoomName = Id<"room">;

type Brand<T> = T extends Id<infer Name> ? Name : never;

/** Gives text that the caller knows to be a certain kind of id its brand; checks nothing (the border does). */
export function as<T extends Id<string>>(text: string): T & Id<Brand<T>> {
  return text as T & Id<Brand<T>>;
}
