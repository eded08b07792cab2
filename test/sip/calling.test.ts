/** Our INVITE and what may be answered to it: RFC 3261 §13.2, §17.1.1, §9.1, §22, with the clock in hand. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CallingDialog } from "../../stack/sip/dialog/calling.ts";
import type { Invitation } from "../../stack/sip/dialog/calling.ts";
import { answerChallenge } from "../../stack/sip/digest.ts";
import { header, newResponse } from "../../stack/sip/message/message.ts";
import type { HeaderField, SipMessage, SipRequest } from "../../stack/sip/message/message.ts";
import { parseMessage } from "../../stack/sip/message/parse.ts";
import { reply } from "../../stack/sip/message/reply.ts";
import { toBytes } from "../../stack/sip/message/serialise.ts";
import { SipServer } from "../../stack/sip/server.ts";
import type { Flow, Place } from "../../stack/sip/transport/transport.ts";
import { requestText, sdpOffer } from "./support/messages.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface AnswerParts {
  readonly tag?: string;
  readonly headers?: readonly HeaderField[];
}

/** A call that has just been placed, and a carrier who sees everything. */
function setUp({ reliable = false, ...invitation }: Partial<Invitation> & { reliable?: boolean } = {}) {
  const sent: { readonly message: SipMessage; readonly to: Place | undefined }[] = [];
  const events: string[] = [];
  let told = 0;
  const server = new SipServer(() => undefined);
  const flow: Flow = {
    transport: reliable ? "TCP" : "UDP",
    remote: { address: "127.0.0.1", port: 5099 },
    local: { address: "127.0.0.1", port: 5060 },
    reliable,
    send: (bytes, to) => {
      const message = parseMessage(bytes);
      if (message !== undefined) sent.push({ message, to });
    },
  };
  const dialog = new CallingDialog(
    {
      uri: "sip:+79161112233@127.0.0.1:5099",
      from: "<sip:+74950000000@127.0.0.1>",
      to: "<sip:+79161112233@127.0.0.1:5099>",
      headers: [],
      credentials: undefined,
      ...invitation,
    },
    "ours",
    flow,
    server.layer,
    {
      provisional: ({ status }) => events.push(String(status)),
      accepted: () => events.push("accepted"),
      refused: ({ status }) => events.push(`refused ${status}`),
      unanswered: () => events.push("unanswered"),
      hungUp: () => events.push("hung up"),
      reoffered: () => events.push("reoffered"),
      unacknowledged: () => events.push("unacknowledged"),
    },
    () => server.drop("ours"),
  );
  server.keep(dialog);
  dialog.invite(Buffer.from(sdpOffer));
  const requests = (method: string): SipRequest[] =>
    sent.flatMap(({ message }) => (message.kind === "request" && message.method === method ? [message] : []));
  const newest = (method: string): SipRequest => requests(method).at(-1) ?? never(method);
  const answer = (status: number, { tag = "theirs", headers = [] }: AnswerParts = {}, to = newest("INVITE")): void =>
    server.receive(
      toBytes(
        reply(to, status, "Because", {
          tag: status === 100 ? undefined : tag,
          headers: [["Contact", "<sip:phone@127.0.0.9:5088>"], ...headers],
          body: status === 200 ? Buffer.from(sdpOffer) : undefined,
        }),
      ),
      flow,
    );
  return {
    sent,
    events,
    dialog,
    server,
    requests,
    newest,
    answer,
    receive: (text: string) => server.receive(Buffer.from(text), flow),
    /** The methods sent since last asked. */
    said: () => {
      const since = sent.slice(told);
      told = sent.length;
      return since.map(({ message }) => (message.kind === "request" ? message.method : message.status));
    },
  };
}

function never(what: string): never {
  throw new Error(`no ${what} was sent`);
}

describe("an INVITE of ours", () => {
  it("[T58] without an answer is sent again after T1, each time twice as late, and given up after 32 s", () => {
    const { said, events, server } = setUp();
    const at: number[] = [];
    for (let time = 0; time <= 40_000; time += 100) {
      if (said().includes("INVITE")) at.push(time - (time === 0 ? 0 : 100));
      vi.advanceTimersByTime(100);
    }
    expect(at.map((time) => Math.round(time / 500) / 2)).toEqual([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]);
    expect(events).toEqual(["unanswered"]);
    expect(server.layer.size).toBe(0);
  });

  it("[T58] over TCP is sent once, and given up after 32 s", () => {
    const { requests, events } = setUp({ reliable: true });
    vi.advanceTimersByTime(40_000);
    expect(requests("INVITE")).toHaveLength(1);
    expect(events).toEqual(["unanswered"]);
  });

  it("[T58] is not sent again once anything was answered, and then waits", () => {
    const { requests, events, answer } = setUp();
    answer(100);
    answer(183);
    answer(180);
    vi.advanceTimersByTime(120_000);
    expect(requests("INVITE")).toHaveLength(1);
    expect(events).toEqual(["100", "183", "180"]);
  });

  it("[T58] refused: ACK within the transaction, for every repetition, for 32 s", () => {
    const { answer, newest, requests, events, server } = setUp();
    answer(486);
    expect(events).toEqual(["refused 486"]);
    const ack = newest("ACK");
    for (const name of ["Via", "From", "Call-ID"]) expect(header(ack, name)).toBe(header(newest("INVITE"), name));
    expect(header(ack, "To")).toContain("tag=theirs");
    expect(header(ack, "CSeq")).toBe("1 ACK");
    expect(ack.uri).toBe(newest("INVITE").uri);
    answer(486);
    expect(requests("ACK")).toHaveLength(2);
    vi.advanceTimersByTime(32_000);
    expect(server.layer.size).toBe(0);
    answer(486);
    expect(requests("ACK")).toHaveLength(2);
    expect(events).toEqual(["refused 486"]);
  });
});

describe("a 200", () => {
  it("[T59] is acknowledged at the Contact, by the way of the proxies, and again whenever it comes again", () => {
    const { answer, sent, requests, newest, events } = setUp();
    const headers: HeaderField[] = [["Record-Route", "<sip:10.0.0.2;lr>, <sip:10.0.0.1:5070;lr>"]];
    answer(200, { headers });
    answer(200, { headers });
    vi.advanceTimersByTime(20_000);
    answer(200, { headers });
    expect(requests("ACK")).toHaveLength(3);
    const ack = newest("ACK");
    expect(ack.uri).toBe("sip:phone@127.0.0.9:5088");
    expect(header(ack, "Via")).not.toBe(header(newest("INVITE"), "Via"));
    expect(ack.headers.filter(([name]) => name === "Route").map(([, value]) => value)).toEqual([
      "<sip:10.0.0.1:5070;lr>",
      "<sip:10.0.0.2;lr>",
    ]);
    expect(sent.at(-1)?.to).toEqual({ address: "10.0.0.1", port: 5070 });
    expect(events).toEqual(["accepted"]);
  });

  it("[T59] of a further telephone is acknowledged and hung up on; the call goes on", () => {
    const { answer, events, requests, dialog, said } = setUp();
    answer(200);
    said();
    answer(200, { tag: "other" });
    expect(events).toEqual(["accepted"]);
    expect(said()).toEqual(["ACK", "BYE"]);
    dialog.hangUp([]);
    expect(header(requests("BYE").at(-1) ?? never("BYE"), "To")).toContain("tag=theirs");
  });

  it("[T59] without Contact or tag makes a call nevertheless", () => {
    const { server, newest, events, dialog } = setUp();
    const invite = newest("INVITE");
    const lines = ["Via", "From", "To", "Call-ID", "CSeq"].map((name): HeaderField => [
      name,
      header(invite, name) ?? "",
    ]);
    const flowless: Flow = {
      transport: "UDP",
      remote: { address: "127.0.0.1", port: 5099 },
      local: { address: "127.0.0.1", port: 5060 },
      reliable: false,
      send: () => undefined,
    };
    server.receive(toBytes(newResponse(200, "OK", lines)), flowless);
    expect(events).toEqual(["accepted"]);
    expect(newest("ACK").uri).toBe(invite.uri);
    dialog.hangUp([]);
    expect(newest("BYE").uri).toBe(invite.uri);
  });
});

describe("giving up", () => {
  it("[T51] CANCEL has the branch of the INVITE, is repeated until answered, and the 487 is acknowledged and not told of", () => {
    const { answer, newest, dialog, events, requests } = setUp();
    answer(180);
    dialog.giveUp([["X-Why", "late"]]);
    const cancel = newest("CANCEL");
    expect(header(cancel, "Via")).toBe(header(newest("INVITE"), "Via"));
    expect(header(cancel, "CSeq")).toBe("1 CANCEL");
    expect(header(cancel, "X-Why")).toBe("late");
    vi.advanceTimersByTime(600);
    expect(requests("CANCEL")).toHaveLength(2);
    answer(200, {}, cancel);
    vi.advanceTimersByTime(10_000);
    expect(requests("CANCEL")).toHaveLength(2);
    answer(487);
    expect(requests("ACK")).toHaveLength(1);
    expect(events).toEqual(["180"]);
  });

  it("[T51] before any answer CANCEL waits for one, and is never sent when none comes", () => {
    const early = setUp();
    early.dialog.giveUp([]);
    expect(early.requests("CANCEL")).toEqual([]);
    early.answer(100);
    expect(early.requests("CANCEL")).toHaveLength(1);
    const silent = setUp();
    silent.dialog.giveUp([]);
    vi.advanceTimersByTime(60_000);
    expect(silent.requests("CANCEL")).toEqual([]);
    expect(silent.events).toEqual([]);
    expect(silent.server.layer.size).toBe(0);
  });

  it("[T51] a 200 that crosses the CANCEL is acknowledged and hung up on", () => {
    const { answer, dialog, said, events } = setUp();
    answer(180);
    dialog.giveUp([]);
    said();
    answer(200);
    expect(said()).toEqual(["ACK", "BYE"]);
    expect(events).toEqual(["180"]);
  });

  it("[T51] a CANCEL that nothing follows is the end after 32 s", () => {
    const { answer, newest, dialog, server, events } = setUp();
    answer(180);
    dialog.giveUp([]);
    answer(200, {}, newest("CANCEL"));
    vi.advanceTimersByTime(40_000);
    expect(server.layer.size).toBe(0);
    expect(events).toEqual(["180"]);
  });
});

describe("within a call that we placed", () => {
  const inCall = () => {
    const setting = setUp();
    setting.answer(200);
    setting.said();
    return setting;
  };
  /** A request of theirs: their tag in From, ours in To. */
  const theirs = ({ newest }: ReturnType<typeof setUp>, method: string, cseq: number, body = ""): string =>
    requestText(
      method,
      { cseq, branch: `z9hG4bK${method}${cseq}`, callId: header(newest("INVITE"), "Call-ID") ?? "" },
      body,
    )
      .replace("tag=caller", "tag=theirs")
      .replace("To: <sip:+74951234567@127.0.0.1>", "To: <sip:+74950000000@127.0.0.1>;tag=ours");

  it("[T8] their BYE is answered and ends it", () => {
    const setting = setUp();
    setting.answer(200);
    setting.receive(theirs(setting, "BYE", 1));
    expect(setting.events).toEqual(["accepted", "hung up"]);
    setting.dialog.hangUp([]);
    expect(setting.requests("BYE")).toEqual([]);
  });

  it("[T31] before the answer nothing of theirs is known", () => {
    const setting = setUp();
    setting.answer(180);
    setting.receive(theirs(setting, "BYE", 1));
    expect(setting.said().at(-1)).toBe(481);
    expect(setting.events).toEqual(["180"]);
  });

  it("[T7] their re-INVITE is answered with what was agreed on", () => {
    const setting = setUp();
    setting.answer(200);
    setting.dialog.agreed(Buffer.from("agreed"));
    setting.receive(theirs(setting, "INVITE", 1, sdpOffer));
    const { message } = setting.sent.at(-1) ?? never("answer");
    expect(message).toMatchObject({ status: 200 });
    expect(Buffer.from(message.body).toString()).toBe("agreed");
    expect(setting.events).toEqual(["accepted", "reoffered"]);
  });

  it("[T49] our BYE is repeated until answered", () => {
    const { dialog, answer, newest, requests, server } = inCall();
    dialog.hangUp([]);
    vi.advanceTimersByTime(1_600);
    expect(requests("BYE")).toHaveLength(3);
    expect(header(newest("BYE"), "CSeq")).toBe("2 BYE");
    answer(200, {}, newest("BYE"));
    vi.advanceTimersByTime(60_000);
    expect(requests("BYE")).toHaveLength(3);
    expect(server.layer.size).toBe(0);
  });
});

describe("passwords", () => {
  const credentials = { username: "acd", password: "secret" };
  const challenge = (scheme: string): HeaderField[] => [["WWW-Authenticate", scheme]];

  it("[T54] the INVITE is sent again with the next number, the same Call-ID and the password; the ACK has it, too", () => {
    const { answer, requests, newest, events } = setUp({ credentials });
    const [first] = requests("INVITE");
    answer(401, { headers: challenge('Digest realm="carrier", nonce="n"') });
    const second = newest("INVITE");
    expect(header(second, "CSeq")).toBe("2 INVITE");
    expect(header(second, "Call-ID")).toBe(header(first ?? second, "Call-ID"));
    expect(header(second, "Via")).not.toBe(header(first ?? second, "Via"));
    const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
    const expected = md5(`${md5("acd:carrier:secret")}:n:${md5(`INVITE:${second.uri}`)}`);
    expect(header(second, "Authorization")).toContain(`response="${expected}"`);
    answer(200);
    expect(header(newest("ACK"), "Authorization")).toBe(header(second, "Authorization"));
    expect(header(newest("ACK"), "CSeq")).toBe("2 ACK");
    expect(events).toEqual(["accepted"]);
  });

  it("[T54] a second challenge is a refusal, and so is one that cannot be answered", () => {
    const twice = setUp({ credentials });
    twice.answer(401, { headers: challenge('Digest realm="carrier", nonce="n"') });
    twice.answer(401, { headers: challenge('Digest realm="carrier", nonce="m"') });
    expect(twice.events).toEqual(["refused 401"]);
    for (const scheme of ["Basic realm=x", 'Digest realm="c", nonce="n", algorithm=MD5-sess', "Digest", ""]) {
      const odd = setUp({ credentials });
      odd.answer(401, { headers: challenge(scheme) });
      expect(odd.events).toEqual(["refused 401"]);
    }
  });

  it("[T54] of several challenges the first that can be answered is", () => {
    const { answer, newest } = setUp({ credentials });
    answer(401, {
      headers: [
        ...challenge('Digest realm="c", nonce="n", algorithm=SHA-512-256'),
        ...challenge('Digest realm="c", nonce="n", algorithm=SHA-256, qop="auth,auth-int", opaque="o"'),
      ],
    });
    expect(header(newest("INVITE"), "Authorization")).toMatch(/algorithm=SHA-256, qop=auth, .*opaque="o"/);
  });

  it("[T54] with `qop` the response is that of RFC 7616", () => {
    const said = answerChallenge(
      'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"',
      { method: "GET", uri: "/dir/index.html" },
      { username: "Mufasa", password: "Circle of Life" },
    );
    const own = /cnonce="([^"]+)"/.exec(said ?? "")?.[1] ?? "";
    const sha = (text: string): string => createHash("sha256").update(text).digest("hex");
    const ofUser = sha("Mufasa:http-auth@example.org:Circle of Life");
    const ofRequest = sha("GET:/dir/index.html");
    const nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    expect(said).toContain(`response="${sha(`${ofUser}:${nonce}:00000001:${own}:auth:${ofRequest}`)}"`);
  });
});
