import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnsweringDialog } from "../../stack/sip/dialog/answering.ts";
import { header } from "../../stack/sip/message/message.ts";
import type { SipMessage } from "../../stack/sip/message/message.ts";
import { parseMessage } from "../../stack/sip/message/parse.ts";
import { SipServer } from "../../stack/sip/server.ts";
import type { Flow } from "../../stack/sip/transport/transport.ts";
import { inviteText, requestText, sdpOffer } from "./support/messages.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose calls do nothing by themselves, and a caller who sees everything it sends. */
function setUp(options: { reliable?: boolean } = {}) {
  const sent: SipMessage[] = [];
  const events: string[] = [];
  const dialogs: AnsweringDialog[] = [];
  const server = new SipServer((transaction, layer, over) => {
    const dialog = new AnsweringDialog(
      transaction,
      `tag${dialogs.length + 1}`,
      layer,
      {
        cancelled: () => events.push("cancelled"),
        hungUp: () => events.push("hung up"),
        reoffered: () => events.push("reoffered"),
        unacknowledged: () => events.push("unacknowledged"),
      },
      () => over(dialog.tag),
    );
    dialogs.push(dialog);
    return dialog;
  });
  const flow: Flow = {
    transport: options.reliable === true ? "TCP" : "UDP",
    remote: { address: "127.0.0.1", port: 5099 },
    local: { address: "127.0.0.1", port: 5060 },
    reliable: options.reliable === true,
    send: (bytes) => {
      const message = parseMessage(bytes);
      if (message !== undefined) sent.push(message);
    },
  };
  return {
    sent,
    events,
    dialogs,
    server,
    receive: (text: string) => server.receive(Buffer.from(text), flow),
    /** Starts of what was sent since last asked. */
    said: () => sent.splice(0).map(brief),
    get dialog(): AnsweringDialog {
      const [dialog] = dialogs;
      if (dialog === undefined) throw new Error("no call");
      return dialog;
    },
  };
}

const brief = (message: SipMessage): string =>
  message.kind === "request" ? message.method : `${message.status} ${header(message, "CSeq")?.split(" ")[1]}`;

const inDialog = (method: string, cseq: number, body = ""): string =>
  requestText(method, { toTag: "tag1", cseq, branch: `z9hG4bK${method}${cseq}` }, body);

describe("an INVITE", () => {
  it("[T2] is answered 100 and 180 at once, and 180 again every second", () => {
    const { receive, said, dialogs } = setUp();
    receive(inviteText());
    dialogs[0]?.ring(1_000);
    expect(said()).toEqual(["100 INVITE", "180 INVITE"]);
    vi.advanceTimersByTime(3_000);
    expect(said()).toEqual(["180 INVITE", "180 INVITE", "180 INVITE"]);
  });

  it("[T3] that comes again is one call, and gets the last answer again", () => {
    const { receive, said, dialogs } = setUp();
    receive(inviteText());
    dialogs[0]?.ring(1_000);
    said();
    for (let again = 0; again < 5; again += 1) receive(inviteText());
    expect(dialogs).toHaveLength(1);
    expect(said()).toEqual(Array.from({ length: 5 }, () => "180 INVITE"));
  });

  it("[T3] that comes a second way (another branch) is refused with 482", () => {
    const { receive, said, dialogs } = setUp();
    receive(inviteText());
    said();
    receive(inviteText({ branch: "z9hG4bKotherway" }));
    expect(said()).toEqual(["482 INVITE"]);
    expect(dialogs).toHaveLength(1);
  });

  it("[T27] whose refusal is not acknowledged gets it again at T1, doubled up to T2, for 32 s, then all is forgotten", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.dialog.refuse(486, "Rejected");
    setting.said();
    vi.advanceTimersByTime(500);
    expect(setting.said()).toEqual(["486 INVITE"]);
    vi.advanceTimersByTime(1_000);
    expect(setting.said()).toEqual(["486 INVITE"]);
    vi.advanceTimersByTime(30_500);
    expect(setting.said()).toHaveLength(8); // at 3.5, 7.5, 11.5 … 31.5 s
    expect(setting.server.layer.size).toBe(0);
  });

  it("[T27] whose refusal is acknowledged gets it no more", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.dialog.refuse(486, "Rejected");
    setting.said();
    setting.receive(requestText("ACK"));
    vi.advanceTimersByTime(60_000);
    expect(setting.said()).toEqual([]);
    expect(setting.server.layer.size).toBe(0);
  });

  it("[T27] over TCP a refusal is sent once", () => {
    const setting = setUp({ reliable: true });
    setting.receive(inviteText());
    setting.dialog.refuse(486, "Rejected");
    setting.said();
    vi.advanceTimersByTime(60_000);
    expect(setting.said()).toEqual([]);
    expect(setting.server.layer.size).toBe(0);
  });

  it("[T28] accepted gets its 200 again until the ACK", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.dialog.accept(Buffer.from(sdpOffer), []);
    setting.said();
    vi.advanceTimersByTime(1_600);
    expect(setting.said()).toEqual(["200 INVITE", "200 INVITE"]);
    setting.receive(inDialog("ACK", 1));
    vi.advanceTimersByTime(60_000);
    expect(setting.said()).toEqual([]);
    expect(setting.events).toEqual([]);
  });

  it("[T28] accepted and never acknowledged is told of after 32 s, and can be ended with BYE then", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.dialog.accept(Buffer.from(sdpOffer), []);
    vi.advanceTimersByTime(31_999);
    expect(setting.events).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(setting.events).toEqual(["unacknowledged"]);
    setting.said();
    setting.dialog.hangUp([]);
    expect(setting.said()).toEqual(["BYE"]);
  });

  it("[T28] accepted and sent again is absorbed", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.dialog.accept(Buffer.from(sdpOffer), []);
    setting.said();
    setting.receive(inviteText());
    expect(setting.said()).toEqual([]);
    expect(setting.dialogs).toHaveLength(1);
  });

  it("[T29] that insists on an extension is refused with 420 and its name", () => {
    const { receive, sent, dialogs } = setUp();
    receive(inviteText({ more: ["Require: 100rel, timer"] }));
    expect(sent[0]).toMatchObject({ status: 420 });
    expect(header(sent[0] ?? never(), "Unsupported")).toBe("100rel, timer");
    expect(dialogs).toHaveLength(0);
  });
});

describe("CANCEL", () => {
  it("[T4] before the answer is answered 200, and the INVITE 487", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.said();
    setting.receive(requestText("CANCEL"));
    expect(setting.events).toEqual(["cancelled"]);
    setting.dialog.refuse(487, "Request Terminated");
    expect(setting.said()).toEqual(["200 CANCEL", "487 INVITE"]);
  });

  it("[T4] after the answer is answered 200 and changes nothing", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.dialog.accept(Buffer.from(sdpOffer), []);
    setting.said();
    setting.receive(requestText("CANCEL"));
    expect(setting.said()).toEqual(["200 CANCEL"]);
    expect(setting.events).toEqual([]);
  });

  it("[T4] of nothing is answered 481", () => {
    const { receive, said } = setUp();
    receive(requestText("CANCEL"));
    expect(said()).toEqual(["481 CANCEL"]);
  });

  it("[T4] that comes twice is answered twice and counts once", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.said();
    setting.receive(requestText("CANCEL"));
    setting.receive(requestText("CANCEL"));
    expect(setting.said()).toEqual(["200 CANCEL", "200 CANCEL"]);
    expect(setting.events).toEqual(["cancelled"]);
  });
});

/** A call that has been answered and acknowledged. */
function inCall(options: { reliable?: boolean } = {}) {
  const setting = setUp(options);
  setting.receive(inviteText());
  setting.dialog.accept(Buffer.from(sdpOffer), []);
  setting.receive(inDialog("ACK", 1));
  setting.said();
  return setting;
}

describe("within a call", () => {
  it("[T8] the caller's BYE is answered 200, repeated too, and counts once", () => {
    const { receive, said, events } = inCall();
    receive(inDialog("BYE", 2));
    receive(inDialog("BYE", 2));
    expect(said()).toEqual(["200 BYE", "200 BYE"]);
    expect(events).toEqual(["hung up"]);
  });

  it("[T8] a BYE before the answer ends the call like CANCEL", () => {
    const { receive, said, events } = setUp();
    receive(inviteText());
    said();
    receive(inDialog("BYE", 2));
    expect(said()).toEqual(["200 BYE"]);
    expect(events).toEqual(["cancelled"]);
  });

  it("[T9] our BYE goes to the caller's Contact with the dialog's tags, and is repeated until answered", () => {
    const { dialog, sent, receive, server } = inCall();
    dialog.hangUp([["X-Why", "done"]]);
    vi.advanceTimersByTime(1_500);
    expect(sent.map(brief)).toEqual(["BYE", "BYE", "BYE"]);
    const [bye] = sent;
    if (bye?.kind !== "request") return never();
    expect(bye.uri).toBe("sip:caller@127.0.0.1:5099");
    expect(header(bye, "From")).toContain("tag=tag1");
    expect(header(bye, "To")).toContain("tag=caller");
    expect(header(bye, "X-Why")).toBe("done");
    const lines = ["Via", "From", "To", "Call-ID", "CSeq"].map((name) => `${name}: ${header(bye, name)}`);
    receive(["SIP/2.0 200 OK", ...lines, "", ""].join("\r\n"));
    sent.length = 0;
    vi.advanceTimersByTime(60_000);
    expect(sent).toEqual([]);
    expect(server.layer.size).toBe(0);
  });

  it("[T9] our BYE waits for the ACK of the 200", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.dialog.accept(Buffer.from(sdpOffer), []);
    setting.said();
    setting.dialog.hangUp([]);
    expect(setting.said()).toEqual([]);
    setting.receive(inDialog("ACK", 1));
    expect(setting.said()).toEqual(["BYE"]);
  });

  it("[T9] our BYE takes the way of the proxies that asked for it", () => {
    const setting = setUp();
    setting.receive(inviteText({ more: ["Record-Route: <sip:10.0.0.2;lr>"] }));
    setting.dialog.accept(Buffer.from(sdpOffer), []);
    setting.receive(inDialog("ACK", 1));
    setting.dialog.hangUp([]);
    expect(header(setting.sent.at(-1) ?? never(), "Route")).toBe("<sip:10.0.0.2;lr>");
  });

  it("[T7] a re-INVITE gets 200 with the session description of the first answer, until acknowledged", () => {
    const { receive, sent, events } = inCall();
    receive(inDialog("INVITE", 2, sdpOffer.replace("30000", "30002")));
    expect(events).toEqual(["reoffered"]);
    const [ok] = sent;
    expect(ok).toMatchObject({ status: 200 });
    expect(Buffer.from(ok?.body ?? []).toString()).toBe(sdpOffer);
    vi.advanceTimersByTime(500);
    expect(sent).toHaveLength(2);
    receive(inDialog("ACK", 2));
    vi.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(2);
  });

  it("[T7] a re-INVITE before the first one is settled is put off with 500 and Retry-After", () => {
    const setting = setUp();
    setting.receive(inviteText());
    setting.said();
    setting.receive(inDialog("INVITE", 2, sdpOffer));
    expect(setting.sent[0]).toMatchObject({ status: 500 });
    expect(header(setting.sent[0] ?? never(), "Retry-After")).toBe("1");
  });

  it("[T30] a request out of order is refused with 500", () => {
    const { receive, said } = inCall();
    receive(inDialog("INFO", 5));
    receive(inDialog("BYE", 4));
    expect(said()).toEqual(["405 INFO", "500 BYE"]);
  });

  it.each(["INFO", "UPDATE", "REFER", "MESSAGE"])("[T31] %s is refused with 405, as LiveKit SIP does", (method) => {
    const { receive, said } = inCall();
    receive(inDialog(method, 2));
    expect(said()).toEqual([`405 ${method}`]);
  });
});

describe("outside any call", () => {
  it("[T31] OPTIONS is answered 200 and says what is allowed", () => {
    const { receive, sent } = setUp();
    receive(requestText("OPTIONS"));
    expect(sent[0]).toMatchObject({ status: 200 });
    expect(header(sent[0] ?? never(), "Allow")).toContain("INVITE");
  });

  it.each([
    ["BYE", 481],
    ["NOTIFY", 481],
    ["INFO", 405],
    ["REGISTER", 405],
    ["DANCE", 405],
  ])("[T31] %s is refused with %i", (method, status) => {
    const { receive, said } = setUp();
    receive(requestText(method, { toTag: "nobody" }));
    expect(said()).toEqual([`${status} ${method}`]);
  });

  it("[T31] an INVITE with somebody else's tag is refused with 481, an ACK is ignored", () => {
    const { receive, said, dialogs } = setUp();
    receive(inDialog("INVITE", 2, sdpOffer));
    receive(inDialog("ACK", 2));
    expect(said()).toEqual(["481 INVITE"]);
    expect(dialogs).toHaveLength(0);
  });

  it("[T31] another caller cannot end a call by knowing its tag", () => {
    const { receive, said, events } = inCall();
    receive(inDialog("BYE", 2).replace("tag=caller", "tag=stranger"));
    expect(said()).toEqual(["481 BYE"]);
    expect(events).toEqual([]);
  });
});

function never(): never {
  throw new Error("nothing was sent");
}
