/**
 * What goes on in an application just now, for those who look on; named `<application>/live`. It asks every queue and operator to say how things
 * are with them, and goes on asking for as long as anybody looks on. No call passes through it, and nothing of it is on disk: whoever
 * looked on when it dies comes again.
 */
import { DurableObject } from "cloudflare:workers";
import type { Directory } from "../src/directory/port.ts";
import { Follower, LiveBook, sightOf, type Sight, type Subscription } from "../src/live/index.ts";
import { actorName, partsOfActorName, type OperatorPort, type QueuePort } from "../src/protocol/actors.ts";
import type { LivePort, LiveReport } from "../src/protocol/live.ts";
import { minutes, seconds, type Duration, type Instant } from "../src/words/index.ts";
import { SocketLine, StreamLine, type Line } from "./liveLines.ts";

interface LiveEnv {
  readonly QUEUE: { getByName(name: string): Pick<QueuePort, "watch"> };
  readonly OPERATOR: { getByName(name: string): Pick<OperatorPort, "watch"> };
  readonly DIRECTORY: { getByName(name: string): Pick<Directory, "list" | "admits" | "admitsKey" | "watch"> };
}

interface Watch {
  readonly book: LiveBook;
  /** Tells this book's numbers from another's. */
  readonly epoch: string;
  /** Everybody has been asked once. */
  readonly begun: Promise<void>;
}

interface Onlooker extends Pick<Subscription, "credential"> {
  readonly follower: Follower;
  readonly line: Line;
}

/** For how long queues and operators are asked to report, and how often anew. */
const asked: Duration = minutes(10);
const askedAgain: Duration = minutes(5);
/** So many of them at a time. */
const batch = 64;
/** A sign of life where nothing happens. */
const heartbeat: Duration = seconds(15);
/** For those who reload: the book is kept for a while after the last of them has gone. */
const linger: Duration = seconds(30);

/**
 * A `seq` bears what its reader was shown. Who has another sight when they come back is told everything: what is new since then is not all
 * that is new to them.
 */
const marks: Readonly<Record<Sight, string>> = { everything: "", masked: "m", part: "p" };

/** What a `seq` of this book says its bearer knows, if they were shown then what they are shown now. */
function seqIn(since: string | undefined, epoch: string, sight: Sight): number | undefined {
  const [, of, seq, mark] = /^(\w+)-(\d+)([mp]?)$/.exec(since ?? "") ?? [];
  return of === epoch && mark === marks[sight] ? Number(seq) : undefined;
}

export class LiveActor extends DurableObject<LiveEnv> implements LivePort {
  readonly #application = partsOfActorName(this.ctx.id.name ?? "").application;
  readonly #onlookers = new Set<Onlooker>();
  #watch: Watch | undefined;
  #beating: ReturnType<typeof setInterval> | undefined;
  #askedAt: Instant = 0;
  #aloneSince: Instant | undefined;

  override async fetch(request: Request): Promise<Response> {
    const { bearer, credential, interest, since, once } = JSON.parse(
      request.headers.get("acd-subscription") ?? "",
    ) as Subscription; // written by src/worker.ts
    const { book, epoch } = await this.#begin();
    const follower = new Follower(bearer, interest, seqIn(since, epoch, sightOf(bearer, interest)));
    const ends = {
      once,
      next: () => follower.next(book, (seq) => `${epoch}-${seq}${marks[follower.sight]}`),
      gone: () => void this.#onlookers.delete(onlooker),
    };
    const line = request.headers.get("upgrade") === "websocket" ? new SocketLine(ends) : new StreamLine(ends);
    const onlooker: Onlooker = { follower, credential, line };
    this.#onlookers.add(onlooker);
    line.news();
    return line.response;
  }

  async report(report: LiveReport): Promise<boolean> {
    this.#watch?.book.take(report);
    this.#tellAll();
    return this.#watch !== undefined;
  }

  async directoryChanged(): Promise<boolean> {
    if (this.#watch === undefined) return false;
    await Promise.all([this.#ask(this.#watch.book), this.#admitAll()]);
    return true;
  }

  async #begin(): Promise<Watch> {
    if (this.#watch === undefined) {
      const book = new LiveBook();
      this.#watch = { book, epoch: crypto.randomUUID().slice(0, 8), begun: this.#ask(book) };
      this.#beating = setInterval(() => this.ctx.waitUntil(this.#beat()), heartbeat);
    }
    const watch = this.#watch;
    try {
      await watch.begun;
    } catch (error) {
      this.#stop();
      throw error;
    }
    return watch;
  }

  #stop(): void {
    clearInterval(this.#beating);
    this.#watch = undefined;
  }

  /** Asks all that there are how things are with them, and to say so when it changes. */
  async #ask(book: LiveBook): Promise<void> {
    this.#askedAt = Date.now();
    const until = this.#askedAt + asked;
    const directory = this.#directory();
    await directory.watch(until);
    const [queues, people] = await Promise.all([directory.list("queue"), directory.list("person")]);
    const named = (id: string): string => actorName(this.#application, id);
    const all = [
      ...queues.map(({ id }) => ({
        source: `queue/${id}`,
        ask: () => this.env.QUEUE.getByName(named(id)).watch(until),
      })),
      ...people.map(({ id }) => ({
        source: `operator/${id}`,
        ask: () => this.env.OPERATOR.getByName(named(id)).watch(until),
      })),
    ];
    book.keepOnly(new Set(all.map(({ source }) => source)));
    for (let from = 0; from < all.length; from += batch) {
      const reports = await Promise.all(all.slice(from, from + batch).map(({ ask }) => ask()));
      for (const report of reports) if (report !== undefined) book.take(report);
    }
    this.#tellAll();
  }

  async #beat(): Promise<void> {
    const now = Date.now();
    if (this.#onlookers.size === 0) {
      this.#aloneSince ??= now;
      if (now - this.#aloneSince >= linger) this.#stop();
      return;
    }
    this.#aloneSince = undefined;
    for (const { line } of this.#onlookers) line.beat();
    await this.#admitAll();
    if (this.#watch !== undefined && now - this.#askedAt >= askedAgain) await this.#ask(this.#watch.book);
  }

  #tellAll(): void {
    for (const { line } of this.#onlookers) line.news();
  }

  /** Whether those who look on still may, and what they may see. */
  async #admitAll(): Promise<void> {
    await Promise.all(Array.from(this.#onlookers, (onlooker) => this.#admit(onlooker)));
    this.#tellAll();
  }

  async #admit({ follower, credential, line }: Onlooker): Promise<void> {
    if (credential === undefined) return;
    const grant =
      credential.kind === "key"
        ? await this.#directory().admitsKey(credential.id, credential.hash)
        : await this.#directory().admits(credential.session);
    if (grant === undefined) return line.end("signedOut");
    const bearer = { ...follower.bearer, ...grant };
    // That somebody is shown whole numbers is written down where they come in, before they see one: so they come in again.
    if (follower.wouldUnmask(bearer)) return line.end("comeAgain");
    if (JSON.stringify(bearer) !== JSON.stringify(follower.bearer)) follower.mayNow(bearer);
  }

  #directory() {
    return this.env.DIRECTORY.getByName(actorName(this.#application, "directory"));
  }
}
