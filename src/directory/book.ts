/** The directory of one application, as rules over tables. Synchronous: every change is one transaction, with what must be told because of it. */
import { overridden } from "../hours/opening.ts";
import type { Author, Deed, Head } from "../audit/index.ts";
import type { Sql } from "../kernel/index.ts";
import type { MediaWorkerEntry, SessionMark } from "../protocol/actors.ts";
import type { DispositionChoice } from "../protocol/disposition.ts";
import { pinned, type PinnedScenario, type PinnedSound, type ScenarioVersion } from "../protocol/scenario.ts";
import type { Outbound } from "../protocol/outbound.ts";
import { retentionKinds, usualRetention, type Retention } from "../protocol/retention.ts";
import type { Route } from "../protocol/settings.ts";
import type { SoundNews } from "../protocol/sound.ts";
import type { Disabled } from "../protocol/webhook.ts";
import type { Grant, SessionGrant } from "../rights/index.ts";
import type { Seal } from "../sealed/index.ts";
import type {
  ApplicationId,
  HoursId,
  IdentityProviderId,
  Instant,
  KeyId,
  MediaWorkerId,
  OperatorId,
  QueueId,
  Language,
  ScenarioId,
  SoundId,
  WebhookId,
} from "../words/index.ts";
import { tellConcerned } from "./concerned.ts";
import { deedOf, keyMade, keyRevoked, type Change } from "./deeds.ts";
import {
  Entrance,
  epochOf,
  isPassword,
  lockedUntil,
  secretOf,
  type Proven,
  type ProofAgain,
  type TicketProof,
} from "./entrance.ts";
import {
  personOfIdentity,
  sealedSecretOf,
  forgetIdentity,
  identitiesOf,
  type ProviderEnd,
  type Identity,
} from "./identityProviders.ts";
import { grantOfBearer, grantOfPerson, keyShelf } from "./grants.ts";
import { mediaWorkerGone, mediaWorkersAt, mediaWorkerSeen } from "./mediaWorkers.ts";
import { isFresh, migrate } from "./migrate.ts";
import { isKept, keepOnce, takeOnce, type OneTime, type OneTimeUse } from "./oneTime.ts";
import { addPasskey, mostPasskeys, passkeyOf, passkeysOf, removePasskey, type Passkey } from "./passkeys.ts";
import { outboundOf, putOutbound } from "./outbound.ts";
import { forgetAudit, forgetDue, putRetention, retentionOf } from "./retention.ts";
import { nobodysSalt } from "./password.ts";
import { nextPush, pushToLedger, pushToOperator } from "./pushes.ts";
import { belongsToQueues, queuesOf } from "./queuesOf.ts";
import { beginAnswer, endAnswer, type Begun, type KeptAnswer } from "./answers.ts";
import type { Done, Rules, TakeIn, TakenIn, TakenOut, Whole } from "./exchange.ts";
import { exchanged, fieldsChanged, flawsOf } from "./exchange.ts";
import { holds, isStill, type Expected, type OnlyIf } from "./expected.ts";
import type { Wanted } from "./filters.ts";
import { passes } from "./filters.ts";
import type {
  ApiKey,
  Draft,
  Hours,
  Kind,
  Page,
  Put,
  Removable,
  Removed,
  Published,
  Resources,
  Revised,
  Scenario,
  Proof,
  RenewedSession,
  SignedIn,
  SignIn,
  Use,
} from "./resources.ts";
import { ruleFor } from "./rules.ts";
import { directoryMigrations } from "./schema.ts";
import {
  beginFactor,
  checkFactor,
  confirmFactor,
  isDemanded,
  isOn,
  putSignInRules,
  removeFactor,
  sealFactors,
  secondFactorOf,
  signInRules,
  type FactorAnswer,
  type FactorChange,
  type Keeping,
  type SecondFactor,
  type SignInRules,
} from "./secondFactor.ts";
import {
  endedSessions,
  endSession,
  idleLength,
  isStrong,
  providerSessionOf,
  renewSession,
  sessionsBy,
  sessionsOf,
  standing,
  stands,
  type Means,
  type NewSession,
  type SessionSeen,
} from "./sessions.ts";
import { idsOf, shelves, versionsOf, type Made } from "./shelves.ts";
import { append, auditPage, head, settle, type AuditPage, type AuditWanted } from "./trail.ts";

export class DirectoryBook {
  readonly #sql: Sql;
  readonly #atomically: <T>(work: () => T) => T;
  readonly #application: ApplicationId;
  #ready = false;
  readonly #keeping: Keeping;
  readonly #entrance: Entrance;

  /** `atomically` runs a function in one transaction: `storage.transactionSync` in a Durable Object, BEGIN and COMMIT in node:sqlite. */
  constructor(sql: Sql, atomically: <T>(work: () => T) => T, application: ApplicationId, seal: Seal) {
    this.#sql = sql;
    this.#atomically = atomically;
    this.#application = application;
    this.#keeping = { seal, application };
    this.#entrance = new Entrance({
      sql,
      keeping: this.#keeping,
      tell: (author, now, deed) => this.#tell(author, now, deed),
      person: (id) => this.get("person", id),
      provider: (id) => this.get("identityProvider", id),
      putPerson: (draft, author, now) => {
        const missing = shelves.person.names(draft).some(([, kind, id]) => this.get(kind, id) === undefined);
        if (missing) return false;
        const revision = this.#revision() + 1;
        this.#announce(this.#write("person", draft, revision), revision, author, now);
        return true;
      },
    });
  }

  put<K extends Kind>(kind: K, draft: Draft<K>, author: Author, now: Instant, expected: Expected = {}): Put<K> {
    // Only the application itself brings its directory into being.
    if (kind !== "application" && this.list("application").length === 0)
      return { ok: false, refusal: { because: "no_application" } };
    return this.#change(() => {
      const before = this.read(kind, draft.id);
      if (!holds(expected, before?.revision)) return { ok: false, refusal: { because: "other_revision", now: before } };
      for (const [field, named, id] of shelves[kind].names(draft)) {
        if (this.get(named, id) === undefined)
          return { ok: false, refusal: { because: "unknown", field, kind: named, id } };
      }
      const revision = this.#revision() + 1;
      const changes = this.#write(kind, draft, revision, { by: author.by, at: now });
      this.#announce(changes, revision, author, now);
      this.#shutProviders(changes, author, now);
      const after = this.read(kind, draft.id) as Revised<K>; // has just been written
      return { ok: true, created: before === undefined, ...after };
    });
  }

  read<K extends Kind>(kind: K, id: string): Revised<K> | undefined {
    const resource = this.get(kind, id);
    if (resource === undefined) return undefined;
    const [row] = this.#sql
      .exec("SELECT revision FROM resource_revision WHERE kind = ? AND id = ?", kind, id)
      .toArray();
    return { resource, revision: Number(row?.["revision"] ?? 0) };
  }

  get<K extends Kind>(kind: K, id: string): Resources[K] | undefined {
    return this.#exists() ? shelves[kind].read(this.#sql, id)[0] : undefined;
  }

  list<K extends Kind>(kind: K): Resources[K][] {
    return this.#exists() ? shelves[kind].read(this.#sql) : [];
  }

  page<K extends Kind>(kind: K, { limit, after, filters, within }: Wanted): Page<K> {
    if (!this.#exists()) return { items: [] };
    const fits = passes(kind, filters, this.#sql);
    const items: Resources[K][] = [];
    // One by one: a page without filters reads no more than it shows.
    for (const id of idsOf(this.#sql, kind, after)) {
      const [resource] = shelves[kind].read(this.#sql, id);
      if (resource === undefined || !fits(resource)) continue;
      if (within !== undefined && !this.#isWithin(within, kind, resource)) continue;
      if (items.length === limit) return { items, next: items.at(-1)?.id };
      items.push(resource);
    }
    return { items };
  }

  #isWithin<K extends Kind>(queues: readonly QueueId[], kind: K, resource: Resources[K]): boolean {
    return !belongsToQueues(kind) || queuesOf(this.#sql, kind, resource).some((queue) => queues.includes(queue));
  }

  uses(kind: Kind, id: string): Use[] {
    if (!this.#exists()) return [];
    const { namedBy, mentionedBy = [] } = shelves[kind];
    const found = (queries: typeof namedBy, keeps: boolean): Use[] =>
      queries.flatMap(([user, query]) =>
        this.#sql
          .exec(query, id)
          .toArray()
          .map((row) => ({ kind: user, id: String(row["id"]), keeps })),
      );
    return [...found(namedBy, true), ...found(mentionedBy, false)];
  }

  remove<K extends Removable>(kind: K, id: string, author: Author, now: Instant, expected: Expected = {}): Removed<K> {
    const before = this.read(kind, id);
    if (before === undefined) return { ok: false, refusal: { because: "not_found" } };
    return this.#change(() => {
      if (!holds(expected, before.revision)) return { ok: false, refusal: { because: "other_revision", now: before } };
      const by = this.uses(kind, id)
        .filter(({ keeps }) => keeps)
        .map(({ kind, id }) => ({ kind, id }));
      if (by.length > 0) return { ok: false, refusal: { because: "in_use", by } };
      const revision = this.#revision() + 1;
      this.#announce(this.#discard(kind, id, revision, author, now), revision, author, now);
      return { ok: true };
    });
  }

  takeOut(): TakenOut | undefined {
    const [application] = this.list("application");
    if (application === undefined) return undefined;
    return {
      application,
      rules: { signInRules: signInRules(this.#sql), retention: retentionOf(this.#sql) },
      resources: {
        skillGroup: this.list("skillGroup"),
        hours: this.list("hours"),
        role: this.list("role"),
        pauseReason: this.list("pauseReason"),
        disposition: this.list("disposition"),
        sound: this.list("sound"),
        scenario: this.list("scenario"),
        queue: this.list("queue"),
        person: this.list("person"),
        number: this.list("number"),
        rule: this.list("rule"),
        webhook: this.list("webhook"),
        identityProvider: this.list("identityProvider"),
        reportSchedule: this.list("reportSchedule"),
      },
    };
  }

  takeIn(whole: Whole, { prune, dryRun }: TakeIn, author: Author, now: Instant): TakenIn {
    if (this.list("application").length === 0) return { ok: false, refusal: { because: "no_application" } };
    const flaws = flawsOf(
      whole,
      (kind, draft) => shelves[kind].names(draft),
      (kind, id) => !(prune && kind !== "application") && this.get(kind, id) !== undefined,
    );
    if (flaws.length > 0) return { ok: false, refusal: { because: "flaws", flaws } };
    const done: Done[] = [];
    const work = (): void => {
      const ruled = this.#rule(whole.rules ?? {}, author, now);
      const revision = this.#revision() + 1;
      const changes: Change[] = [];
      const put = <K extends Kind>(kind: K, drafts: readonly Draft<K>[]): void => {
        for (const draft of drafts) {
          const [change] = this.#write(kind, draft, revision, { by: author.by, at: now });
          if (change !== undefined) changes.push(change);
          done.push(doneOf(kind, draft.id, change));
        }
      };
      put("application", [{ id: this.#application, ...whole.application }]);
      const [own] = done;
      if (own !== undefined && ruled.length > 0)
        done[0] = { ...own, what: "changed", fields: [...(own.fields ?? []), ...ruled] };
      for (const kind of exchanged) put<Kind>(kind, whole.resources[kind]);
      if (prune) {
        for (const kind of exchanged.toReversed()) {
          const kept = new Set<string>(whole.resources[kind].map(({ id }) => id));
          for (const { id } of this.list(kind)) {
            if (kept.has(id)) continue;
            changes.push(...this.#discard(kind, id, revision, author, now));
            done.push({ kind, id, what: "removed" });
          }
        }
      }
      // What would be done is found out by doing it, and taken back.
      if (dryRun) throw new OnlyTried();
      const of = (wanted: Done["what"]): number => done.filter(({ what }) => what === wanted).length;
      const counts = { created: of("created"), changed: of("changed"), removed: of("removed"), prune };
      const what = `application/${this.#application}`;
      this.#tell(author, now, { action: "application.imported", what, detail: counts });
      this.#announce(changes, revision, author, now);
      this.#shutProviders(changes, author, now);
    };
    try {
      this.#change(work);
    } catch (error) {
      if (!(error instanceof OnlyTried)) throw error;
    }
    return { ok: true, done };
  }

  override(id: HoursId, open: boolean | undefined, author: Author, now: Instant): Hours | undefined {
    const before = this.get("hours", id);
    if (before === undefined) return undefined;
    return this.#change(() => {
      const override = open === undefined ? null : overridden(before, { open, by: author.by ?? "", at: now });
      this.#sql.exec("UPDATE hours SET override = ? WHERE id = ?", override && JSON.stringify(override), id);
      const revision = this.#revision() + 1;
      this.#revise("hours", id, revision);
      const after = { ...before, override };
      this.#push([{ kind: "hours", before, after, newPassword: false }], revision, now);
      const done = open === undefined ? "lifted" : open ? "opened" : "closed";
      this.#tell(author, now, { action: `hours.${done}`, what: `hours/${id}`, detail: { override } });
      return after;
    });
  }

  /** Its actor says that nothing is sent there any more. `revision`: of the webhook as the actor knows it. */
  disableWebhook(id: WebhookId, revision: number, { at, because }: Disabled, now: Instant): void {
    if (!this.#exists()) return;
    this.#change(() => {
      const before = this.read("webhook", id);
      // Somebody may have changed it meanwhile: then that may hold.
      if (before === undefined || before.revision > revision || !before.resource.enabled) return;
      this.#sql.exec("UPDATE webhook SET enabled = 0, disabled_since = ?, because = ? WHERE id = ?", at, because, id);
      const next = this.#revision() + 1;
      this.#revise("webhook", id, next);
      const after = this.get("webhook", id);
      const change: Change = { kind: "webhook", before: before.resource, after, newPassword: false };
      this.#announce([change], next, { by: null, from: null }, now);
    });
  }

  route(number: string): Route | undefined {
    const rule = ruleFor(this.list("rule"), number);
    const [application] = this.list("application");
    if (rule === undefined || application === undefined) return undefined;
    const language = rule.language ?? application.language;
    const scenario = this.get("scenario", rule.scenario);
    return {
      application: application.id,
      number,
      rule: rule.id,
      scenario: rule.scenario,
      ...(scenario && { published: this.#pinned(scenario, language) }),
      queueId: rule.queue,
      priority: rule.priority,
      needs: rule.needs,
      ...(rule.lastOperator && { lastOperator: rule.lastOperator }),
      language,
      announceEvery: scenario?.published?.settings.announceEvery ?? rule.announceEvery,
      closed: rule.closed ?? undefined,
    };
  }

  /** What callers get of a scenario now. */
  #pinned({ flow, published }: Scenario, language: Language): PinnedScenario {
    if (published === null) return { version: 0, flow };
    return pinned(published, language, (id): PinnedSound | undefined => {
      const audio = this.get("sound", id)?.audio;
      return audio ? { id, hash: audio.hash, duration: audio.duration } : undefined;
    });
  }

  /** Makes the draft, or an earlier version again, the version that callers get from now on. */
  publish(
    id: ScenarioId,
    { of, note }: { readonly of?: number | undefined; readonly note: string },
    author: Author,
    now: Instant,
    expected: Expected = {},
  ): Published {
    const before = this.read("scenario", id);
    if (before === undefined) return { ok: false, refusal: { because: "not_found" } };
    return this.#change(() => {
      if (!holds(expected, before.revision)) return { ok: false, refusal: { because: "other_revision", now: before } };
      const { published: _, ...draft } = before.resource;
      const source = of === undefined ? draft : this.version(id, of);
      if (source === undefined) return { ok: false, refusal: { because: "no_version" } };
      const { flow, settings } = source;
      const next: Draft<"scenario"> = { ...draft, published: { flow, settings, note } };
      for (const [field, named, name] of shelves.scenario.names(next)) {
        if (field.startsWith("published") && this.get(named, name) === undefined)
          return {
            ok: false,
            refusal: { because: "unknown", field: field.replace("published.", ""), kind: named, id: name },
          };
      }
      const revision = this.#revision() + 1;
      const changes = this.#write("scenario", next, revision, { by: author.by, at: now });
      const after = this.read("scenario", id) as Revised<"scenario">; // has just been written
      if (changes.length > 0) {
        const detail = { version: after.resource.published?.version, note, ...(of !== undefined && { of }) };
        this.#tell(author, now, { action: "scenario.published", what: `scenario/${id}`, detail });
      }
      return { ok: true, ...after };
    });
  }

  /** The versions of a scenario, the latest first: those before one, or all. */
  versions(id: ScenarioId, before: number | undefined, limit: number): ScenarioVersion[] {
    return this.#exists() ? versionsOf(this.#sql, id, { before, limit }) : [];
  }

  version(id: ScenarioId, version: number): ScenarioVersion | undefined {
    return this.versions(id, version + 1, 1).find((found) => found.version === version);
  }

  /** A sound's actor says what has become of an upload. False: there is no such sound any more. */
  soundHeard(id: SoundId, { state, because, audio }: SoundNews, now: Instant): boolean {
    if (!this.#exists()) return false;
    return this.#change(() => {
      const before = this.read("sound", id);
      if (before === undefined) return false;
      this.#sql.exec(
        "UPDATE sound SET state = ?, because = ?, audio = ? WHERE id = ?",
        state,
        because,
        audio && JSON.stringify(audio),
        id,
      );
      const after = this.get("sound", id);
      if (JSON.stringify(after) === JSON.stringify(before.resource)) return true;
      const revision = this.#revision() + 1;
      this.#revise("sound", id, revision);
      const change: Change = { kind: "sound", before: before.resource, after, newPassword: false };
      this.#announce([change], revision, { by: null, from: null }, now);
      return true;
    });
  }

  /** What may be chosen for calls of a queue: what it names, as far as it is active; where it names nothing, all that are. */
  dispositionsOf(queueId: QueueId): DispositionChoice[] {
    const named = this.get("queue", queueId)?.dispositions ?? [];
    return this.list("disposition")
      .filter(({ id, active }) => active && (named.length === 0 || named.includes(id)))
      .toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
      .map(({ id: dispositionId, name, group }) => ({ dispositionId, name, group }));
  }

  saltOf(id: string): string {
    return (this.#exists() ? secretOf(this.#sql, id)?.salt : undefined) ?? nobodysSalt;
  }

  signIn(id: string, proof: Proof, opened: NewSession, from: string | null, now: Instant): SignIn {
    // Names are locked whether or not anyone bears them, so that a lock tells nothing either. A directory that does not exist stays so.
    if (!this.#exists()) return { ok: false, refusal: "wrong" };
    return this.#change(() => this.#entrance.byPassword(id, proof, opened, from, now));
  }

  signInByPasskey(id: string, counter: number, opened: NewSession, from: string | null, now: Instant): SignIn {
    if (!this.#exists()) return { ok: false, refusal: "wrong" };
    return this.#change(() => this.#entrance.byPasskey(id, counter, opened, from, now));
  }

  signInByTicket(hash: string, shown: TicketProof, opened: NewSession, from: string | null, now: Instant): SignIn {
    if (!this.#exists()) return { ok: false, refusal: "wrong" };
    return this.#change(() => this.#entrance.byTicket(hash, shown, opened, from, now));
  }

  keepOnce(what: OneTime, now: Instant): void {
    if (this.#exists()) this.#change(() => keepOnce(this.#sql, what, now));
  }

  takeOnce(use: OneTimeUse, hash: string, now: Instant): string | undefined {
    return this.#exists() ? this.#change(() => takeOnce(this.#sql, use, hash, now)) : undefined;
  }

  prove(person: OperatorId, proof: ProofAgain, session: string, from: string | null, now: Instant): Proven {
    if (!this.#exists()) return { is: "wrong" };
    return this.#change(() => this.#entrance.prove(person, proof, session, from, now));
  }

  passkeys(person: OperatorId): Passkey[] {
    return this.#exists() ? passkeysOf(this.#sql, person) : [];
  }

  passkey(id: string): Passkey | undefined {
    return this.#exists() ? passkeyOf(this.#sql, id) : undefined;
  }

  addPasskey(passkey: Passkey, author: Author, now: Instant): boolean {
    const { id, person, name } = passkey;
    if (this.get("person", person) === undefined || passkeyOf(this.#sql, id) !== undefined) return false;
    return this.#change(() => {
      if (passkeysOf(this.#sql, person).length >= mostPasskeys) return false;
      addPasskey(this.#sql, passkey);
      this.#tell(author, now, { action: "passkey.added", what: `operator/${person}`, detail: { passkey: id, name } });
      return true;
    });
  }

  removePasskey(person: OperatorId, id: string, author: Author, now: Instant): boolean {
    const passkey = this.passkey(id);
    if (passkey?.person !== person) return false;
    return this.#change(() => {
      removePasskey(this.#sql, id);
      const detail = { passkey: id, name: passkey.name };
      this.#tell(author, now, { action: "passkey.removed", what: `operator/${person}`, detail });
      this.#endSessionsBy(`passkey:${id}`, null, author, now);
      return true;
    });
  }

  sealedSecretOf(provider: IdentityProviderId): string | undefined {
    return this.#exists() ? sealedSecretOf(this.#sql, provider) : undefined;
  }

  identities(person: OperatorId): Identity[] {
    return this.#exists() ? identitiesOf(this.#sql, person) : [];
  }

  unlink(person: OperatorId, provider: IdentityProviderId, author: Author, now: Instant): boolean {
    if (!this.#exists()) return false;
    return this.#change(() => {
      if (!forgetIdentity(this.#sql, person, provider)) return false;
      this.#tell(author, now, { action: "identity.unlinked", what: `operator/${person}`, detail: { provider } });
      const sessions = sessionsBy(this.#sql, `provider:${provider}`, now).filter((open) => open.person === person);
      this.#endSessions(sessions, author, now);
      return true;
    });
  }

  providerEnded(provider: IdentityProviderId, ended: ProviderEnd, now: Instant): number {
    if (!this.#exists()) return 0;
    return this.#change(() => {
      const { issuer, subject, sid, hash, ends } = ended;
      if (isKept(this.#sql, hash)) return 0;
      keepOnce(this.#sql, { use: "provider.ended", hash, data: "", ends }, now);
      const author: Author = { by: `provider:${provider}`, from: null };
      if (sid !== undefined) return this.#endSessionsBy(`provider:${provider}`, sid, author, now);
      const person = subject && personOfIdentity(this.#sql, { provider, issuer, subject });
      const sessions = sessionsBy(this.#sql, `provider:${provider}`, now).filter((open) => open.person === person);
      return this.#endSessions(sessions, author, now);
    });
  }

  /** Who came in by a provider that is off now, or another one than it was, is out. */
  #shutProviders(changes: readonly Change[], author: Author, now: Instant): void {
    for (const change of changes) {
      if (change.kind !== "identityProvider" || change.before === undefined || change.after === undefined) continue;
      const { before, after } = change;
      if (!after.enabled || after.issuer !== before.issuer || after.clientId !== before.clientId)
        this.#endSessionsBy(`provider:${after.id}`, null, author, now);
    }
  }

  /** Of a passkey or a provider that is gone, or of a provider's own session. */
  #endSessionsBy(means: Means, providerSession: string | null, author: Author, now: Instant): number {
    return this.#endSessions(sessionsBy(this.#sql, means, now, providerSession), author, now);
  }

  #endSessions(sessions: readonly SessionSeen[], author: Author, now: Instant): number {
    for (const { id, person } of sessions) {
      endSession(this.#sql, id, now);
      this.#tell(author, now, { action: "session.closed", what: `session/${id}`, detail: { person } });
    }
    for (const person of new Set(sessions.map(({ person }) => person))) this.#pushEnded(person, now);
    return sessions.length;
  }

  secondFactor(person: OperatorId): SecondFactor | undefined {
    return this.get("person", person) && secondFactorOf(this.#sql, person);
  }

  changeSecondFactor(person: OperatorId, change: FactorChange, author: Author, now: Instant): FactorAnswer {
    if (!this.#exists()) return { is: "off" };
    return this.#change(() => {
      const until = lockedUntil(this.#sql, person);
      if (change.do !== "remove" && until > now) return { is: "locked", until };
      const on = isOn(this.#sql, person);
      if (on !== (change.do === "end" || change.do === "remove")) return { is: on ? "on" : "off" };
      if (!this.#proves(person, change, now)) {
        this.#entrance.failed(person, author.from, now);
        return { is: "wrong" };
      }
      if (change.do === "begin") beginFactor(this.#sql, this.#keeping, person, change.secret);
      if (change.do === "end" || change.do === "remove") removeFactor(this.#sql, person);
      if (change.do !== "begin") this.#tellOfFactor(change.do === "confirm" ? "on" : "off", person, author, now);
      return { is: "done" };
    });
  }

  #proves(person: OperatorId, change: FactorChange, now: Instant): boolean {
    switch (change.do) {
      case "begin":
        return change.hash === null || isPassword(this.#sql, person, change.hash);
      case "confirm":
        return confirmFactor(this.#sql, this.#keeping, person, change, now);
      case "end":
        return checkFactor(this.#sql, this.#keeping, person, change.code, now) !== "wrong";
      case "remove":
        return true;
    }
  }

  #tellOfFactor(what: "on" | "off", person: OperatorId, author: Author, now: Instant): void {
    this.#tell(author, now, { action: `secondFactor.${what}`, what: `operator/${person}`, detail: {} });
  }

  signInRules(): SignInRules {
    return this.#exists() ? signInRules(this.#sql) : { secondFactor: [] };
  }

  putSignInRules(rules: SignInRules, author: Author, now: Instant, only?: OnlyIf<SignInRules>): boolean {
    return this.#putIf(
      only,
      () => this.signInRules(),
      () => this.#ruleSignIn(rules, author, now),
    );
  }

  /** What is said once for the application. False: it is not as it was to be. */
  #putIf<Content>(only: OnlyIf<Content> | undefined, now: () => Content | undefined, put: () => void): boolean {
    if (!this.#exists()) return true;
    return this.#change(() => {
      const fits = isStill(only, now());
      if (fits) put();
      return fits;
    });
  }

  /** What of it has changed. */
  #rule({ signInRules, retention }: NonNullable<Whole["rules"]>, author: Author, now: Instant): (keyof Rules)[] {
    const changed: (keyof Rules)[] = [];
    if (signInRules !== undefined && this.#ruleSignIn(signInRules, author, now)) changed.push("signInRules");
    if (retention !== undefined && this.#retain(retention, author, now)) changed.push("retention");
    return changed;
  }

  /** False: it was so already. */
  #ruleSignIn(rules: SignInRules, author: Author, now: Instant): boolean {
    const before = signInRules(this.#sql);
    putSignInRules(this.#sql, rules);
    const after = signInRules(this.#sql);
    if (JSON.stringify(before) === JSON.stringify(after)) return false;
    const what = `application/${this.#application}`;
    this.#tell(author, now, { action: "signInRules.changed", what, detail: { before, after } });
    return true;
  }

  renew(refresh: string, next: string, from: string | null, now: Instant): RenewedSession {
    if (!this.#exists()) return { ok: false };
    return this.#change(() => {
      const renewed = renewSession(this.#sql, refresh, next, now);
      if (renewed.is === "used") {
        const { id, person } = renewed;
        endSession(this.#sql, id, now);
        this.#tell({ by: person, from }, now, { action: "session.stolen", what: `session/${id}`, detail: { person } });
        this.#pushEnded(person, now);
      }
      if (renewed.is !== "renewed") return { ok: false };
      const session = standing(this.#sql, renewed.id, now);
      const person = this.#signedIn(renewed.person);
      return session && person ? { ok: true, person, session } : { ok: false };
    });
  }

  sessions(person: OperatorId | undefined, now: Instant): SessionSeen[] {
    if (!this.#exists()) return [];
    return sessionsOf(this.#sql, person, now).filter(({ renewedAt }) => renewedAt + idleLength > now);
  }

  providerSession(id: string): string | null {
    return this.#exists() ? providerSessionOf(this.#sql, id) : null;
  }

  signOut(wanted: { id: string } | { person: OperatorId }, author: Author, now: Instant): number {
    if (!this.#exists()) return 0;
    return this.#change(() => {
      const sessions =
        "person" in wanted
          ? sessionsOf(this.#sql, wanted.person, now)
          : [standing(this.#sql, wanted.id, now)].flatMap((found) => found ?? []);
      return this.#endSessions(sessions, author, now);
    });
  }

  admitsToConsole(session: SessionMark, now: Instant): boolean {
    const grant = this.admits(session, now);
    return grant !== undefined && grant.rights.includes("console.open");
  }

  admits(session: SessionMark, now: Instant): SessionGrant | undefined {
    if (!this.#exists() || !stands(this.#sql, session, now)) return undefined;
    const { person } = session;
    const grant = grantOfPerson(this.#sql, person);
    const missing = isDemanded(this.#sql, person) && !isOn(this.#sql, person) && !isStrong(this.#sql, session.id);
    return grant && missing ? { rights: [], scope: grant.scope, awaits: "secondFactor" } : grant;
  }

  queuesOf<K extends Kind>(kind: K, resource: Resources[K] | Draft<K>): QueueId[] {
    return this.#exists() ? queuesOf(this.#sql, kind, resource) : [];
  }

  keys(): ApiKey[] {
    return this.#exists() ? keyShelf.all(this.#sql) : [];
  }

  addKey(key: Omit<ApiKey, "madeAt" | "lastUsedAt">, hash: string, author: Author, now: Instant): ApiKey {
    const made = { ...key, madeAt: now, lastUsedAt: null };
    this.#change(() => {
      keyShelf.write(this.#sql, made, hash);
      this.#tell(author, now, keyMade(made));
    });
    return made;
  }

  revokeKey(id: KeyId, author: Author, now: Instant): boolean {
    if (!this.#exists()) return false;
    return this.#change(() => {
      const key = keyShelf.all(this.#sql).find((kept) => kept.id === id);
      if (key === undefined) return false;
      keyShelf.remove(this.#sql, id);
      this.#tell(author, now, keyRevoked(key));
      return true;
    });
  }

  retention(): Retention {
    return this.#exists() ? retentionOf(this.#sql) : usualRetention;
  }

  putRetention(retention: Retention, author: Author, now: Instant, only?: OnlyIf<Retention>): boolean {
    return this.#putIf(
      only,
      () => this.retention(),
      () => this.#retain(retention, author, now),
    );
  }

  /** False: it was so already. */
  #retain(retention: Retention, author: Author, now: Instant): boolean {
    const before = retentionOf(this.#sql);
    putRetention(this.#sql, retention);
    const after = retentionOf(this.#sql);
    if (retentionKinds.every((kind) => before[kind] === after[kind])) return false;
    const revision = this.#revision() + 1;
    this.#sql.exec("UPDATE revision SET value = ?", revision);
    pushToLedger(this.#sql, { type: "retention.wanted", at: now, revision, retention: after });
    const what = `application/${this.#application}`;
    this.#tell(author, now, {
      action: "retention.changed",
      what,
      detail: { before: { ...before }, after: { ...after } },
    });
    return true;
  }

  outbound(): Outbound | undefined {
    return this.#exists() ? outboundOf(this.#sql) : undefined;
  }

  putOutbound(outbound: Outbound | undefined, author: Author, now: Instant, only?: OnlyIf<Outbound>): boolean {
    return this.#putIf(
      only,
      () => this.outbound(),
      () => {
        const before = outboundOf(this.#sql);
        putOutbound(this.#sql, outbound);
        if (JSON.stringify(before) === JSON.stringify(outbound)) return;
        this.#tell(author, now, {
          action: outbound === undefined ? "outbound.removed" : "outbound.changed",
          what: `application/${this.#application}`,
          detail: { ...(before && { before: { ...before } }), ...(outbound && { after: { ...outbound } }) },
        });
      },
    );
  }

  /** Throws away what has been kept for long enough, a part of it at a time. True: there may be more. */
  forget(now: Instant): boolean {
    return this.#exists() && this.#change(() => forgetAudit(this.#sql, now));
  }

  /** When that is to be done next. */
  forgetDue(): Instant | undefined {
    return this.#exists() ? forgetDue(this.#sql) : undefined;
  }

  /** What somebody may do now who is known by the name of a bearer only. Undefined: they are not there any more. */
  grantOf(name: string, now: Instant): Grant | undefined {
    return this.#exists() ? grantOfBearer(this.#sql, name, now) : undefined;
  }

  note(deed: Deed, author: Author, now: Instant): void {
    if (this.#exists()) this.#change(() => this.#tell(author, now, deed));
  }

  audit(wanted: AuditWanted, now: Instant): AuditPage {
    return this.#settled(now) ? auditPage(this.#sql, wanted) : { lines: [] };
  }

  auditHead(now: Instant): Head | undefined {
    return this.#settled(now) ? head(this.#sql) : undefined;
  }

  admitsKey(id: KeyId, hash: string, now: Instant): Grant | undefined {
    return this.#exists() ? keyShelf.grant(this.#sql, id, hash, now) : undefined;
  }

  beginAnswer(slot: string, asked: string, now: Instant): Begun {
    // Where no application is nothing is kept: whatever is asked for there is refused.
    return this.#exists() ? this.#change(() => beginAnswer(this.#sql, slot, asked, now)) : { is: "new" };
  }

  endAnswer(slot: string, answer: KeptAnswer | undefined): void {
    if (this.#exists()) endAnswer(this.#sql, slot, answer);
  }

  mediaWorkers(now: Instant): MediaWorkerEntry[] {
    return this.#exists() ? mediaWorkersAt(this.#sql, now) : [];
  }

  mediaWorkerSeen(entry: MediaWorkerEntry): void {
    this.#change(() => mediaWorkerSeen(this.#sql, entry));
  }

  mediaWorkerGone(worker: MediaWorkerId): void {
    if (this.#exists()) mediaWorkerGone(this.#sql, worker);
  }

  /** When a queue or an operator is to be told something, at the earliest. */
  nextPush(): Instant | undefined {
    return this.#exists() ? nextPush(this.#sql) : undefined;
  }

  /** Puts the new in the place of the old. Returns what has changed by it: nothing, if it was so already. */
  #write<K extends Kind>(kind: K, draft: Draft<K>, revision: number, made?: Made): Change[] {
    const before = this.get(kind, draft.id);
    shelves[kind].write(this.#sql, draft, revision, made);
    const after = this.get(kind, draft.id);
    const newPassword =
      ("password" in draft && draft.password !== undefined) ||
      ("sealedSecret" in draft && draft.sealedSecret !== undefined);
    if (!newPassword && JSON.stringify(before) === JSON.stringify(after)) return [];
    this.#revise(kind, draft.id, revision);
    return [{ kind, before, after, newPassword } as Change]; // of one kind, which the compiler cannot follow
  }

  #discard<K extends Removable>(kind: K, id: string, revision: number, author: Author, now: Instant): Change[] {
    const before = this.get(kind, id);
    // These go with their maker.
    const keys = kind === "person" ? keyShelf.all(this.#sql).filter(({ madeBy }) => madeBy === id) : [];
    for (const key of keys) this.#tell(author, now, keyRevoked(key));
    if (kind === "person") removeFactor(this.#sql, id);
    if (kind === "identityProvider") this.#endSessionsBy(`provider:${id}`, null, author, now);
    shelves[kind].remove(this.#sql, id);
    this.#revise(kind, id, revision);
    this.#sql.exec("DELETE FROM resource_revision WHERE kind = ? AND id = ?", kind, id);
    return [{ kind, before, after: undefined, newPassword: false } as Change]; // likewise
  }

  #revise(kind: Kind, id: string, revision: number): void {
    this.#sql.exec("UPDATE revision SET value = ?", revision);
    this.#sql.exec(
      "INSERT OR REPLACE INTO resource_revision (kind, id, revision) VALUES (?, ?, ?)",
      kind,
      id,
      revision,
    );
  }

  /** In the audit log, and to whom they concern. */
  #announce(changes: readonly Change[], revision: number, author: Author, now: Instant): void {
    for (const change of changes) this.#tell(author, now, deedOf(change));
    this.#push(changes, revision, now);
  }

  #push(changes: readonly Change[], revision: number, at: Instant): void {
    tellConcerned(changes, { sql: this.#sql, application: this.#application, revision, at });
  }

  /** Of all that have ended: a push takes the place of one that could not be delivered yet. */
  #pushEnded(person: OperatorId, now: Instant): void {
    const revision = this.#revision() + 1;
    this.#sql.exec("UPDATE revision SET value = ?", revision);
    const sessions = endedSessions(this.#sql, person, now);
    pushToOperator(this.#sql, person, { type: "sessions.ended", at: now, sessions }, revision);
  }

  #signedIn(id: OperatorId): SignedIn | undefined {
    const [person, epoch] = [this.get("person", id), epochOf(this.#sql, id)];
    return person && epoch !== undefined ? { id, name: person.name, role: person.role, epoch } : undefined;
  }

  #tell(author: Author, at: Instant, deed: Deed): void {
    append(this.#sql, { at, by: author.by, from: author.from, ...deed });
  }

  /** With what has been counted told, as far as it is due. False: there is no application. */
  #settled(now: Instant): boolean {
    if (!this.#exists()) return false;
    this.#change(() => settle(this.#sql, now));
    return true;
  }

  #revision(): number {
    return Number(this.#sql.exec("SELECT value FROM revision").toArray()[0]?.["value"]);
  }

  #exists(): boolean {
    if (!this.#ready && !isFresh(this.#sql)) this.#prepare();
    return this.#ready;
  }

  #prepare(): void {
    if (this.#ready) return;
    this.#atomically(() => {
      migrate(this.#sql, directoryMigrations);
      sealFactors(this.#sql, this.#keeping);
    });
    this.#ready = true;
  }

  #change<T>(work: () => T): T {
    this.#prepare();
    return this.#atomically(work);
  }
}

/** Takes a transaction back. */
class OnlyTried extends Error {}

function doneOf(kind: Kind, id: string, change: Change | undefined): Done {
  if (change?.after === undefined) return { kind, id, what: "unchanged" };
  if (change.before === undefined) return { kind, id, what: "created" };
  return { kind, id, what: "changed", fields: fieldsChanged(change.before, change.after) };
}
