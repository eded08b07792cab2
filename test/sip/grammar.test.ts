import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectionTo } from "../../stack/sip/message/check.ts";
import { header, headers, newRequest } from "../../stack/sip/message/message.ts";
import { parseMessage } from "../../stack/sip/message/parse.ts";
import { reply, replyPlace, stampVia } from "../../stack/sip/message/reply.ts";
import { toBytes } from "../../stack/sip/message/serialise.ts";
import { MessageSplitter } from "../../stack/sip/message/split.ts";
import {
  cseqOf,
  listed,
  nameAddressOf,
  parseNameAddress,
  parseUri,
  parseVia,
  topVia,
} from "../../stack/sip/message/values.ts";
import { inviteText, requestOf } from "./support/messages.ts";

const parsed = (text: string) => parseMessage(Buffer.from(text));

describe("reading a message", () => {
  it("[T20] folded lines, compact names, odd white space and bare line feeds are read as RFC 3261 §7.3 means them", () => {
    const odd = [
      "INVITE sip:+74951234567@127.0.0.1 SIP/2.0",
      "v:\tSIP / 2.0 / UDP",
      " \t 10.0.0.1:5062 ;branch=z9hG4bKodd ; rport",
      'f  :  "Anna \\"A\\" <x>, y" <sip:anna@10.0.0.1>;tag=1',
      "t: sip:+74951234567@127.0.0.1",
      "i: odd@10.0.0.1",
      "CSEQ: 0007   INVITE",
      "",
      "",
    ];
    for (const lineEnd of ["\r\n", "\n"]) {
      const request = requestOf(odd.join(lineEnd));
      expect(request.faults).toEqual([]);
      expect(objectionTo(request)).toBeUndefined();
      expect(topVia(request)).toMatchObject({ transport: "UDP", host: "10.0.0.1", port: 5062 });
      expect(topVia(request)?.parameters.get("branch")).toBe("z9hG4bKodd");
      expect(nameAddressOf(request, "From")).toMatchObject({ displayName: 'Anna "A" <x>, y', uri: { user: "anna" } });
      expect(nameAddressOf(request, "To")?.uri.user).toBe("+74951234567");
      expect(cseqOf(request)).toEqual({ number: 7, method: "INVITE" });
    }
  });

  it("[T20] a datagram without Content-Length has the rest of it as body; with it, the rest beyond is dropped", () => {
    const without = inviteText().replace(/Content-Length: .*\r\n/, "");
    expect(Buffer.from(requestOf(without).body).toString()).toContain("m=audio");
    const cut = inviteText().replace(/Content-Length: .*\r\n/, "Content-Length: 3\r\n");
    expect(Buffer.from(requestOf(cut).body).toString()).toBe("v=0");
  });

  it("[T20] bodies keep their bytes", () => {
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const back = parseMessage(
      toBytes(newRequest("MESSAGE", "sip:a@b", [["Via", "SIP/2.0/UDP h;branch=z9hG4bK1"]], body)),
    );
    expect(back?.body).toEqual(Buffer.from(body));
  });

  it("[T20] names of an object's own making are names like any other", () => {
    const request = requestOf(inviteText({ more: ["constructor: a", "__proto__: b", "toString: c"] }));
    expect(header(request, "constructor")).toBe("a");
    expect(header(request, "__proto__")).toBe("b");
    expect(objectionTo(request)).toBeUndefined();
  });

  it.each([
    ["a missing header", inviteText().replace(/Call-ID: .*\r\n/, ""), "Missing Call-ID header"],
    ["a missing tag", inviteText().replace(";tag=caller", ""), "Missing tag in From header"],
    ["an unreadable From", inviteText().replace(/From: .*\r\n/, "From: <<<>>\r\n"), "Unreadable From header"],
    ["an unreadable CSeq", inviteText().replace("CSeq: 1", "CSeq: one"), "Unreadable CSeq header"],
    ["another method's CSeq", inviteText().replace("1 INVITE", "1 BYE"), "CSeq is of another method"],
    ["an unreadable Via", inviteText().replace(/Via: .*\r\n/, "Via: carrier pigeon\r\n"), "Unreadable Via header"],
    [
      "a Max-Forwards of words",
      inviteText().replace("Max-Forwards: 70", "Max-Forwards: many"),
      "Unreadable Max-Forwards header",
    ],
    ["a line without colon", inviteText({ more: ["no colon here"] }), "Unreadable header line"],
    [
      "a short body",
      inviteText().replace(/Content-Length: .*\r\n/, "Content-Length: 9999\r\n"),
      "Body shorter than Content-Length",
    ],
    [
      "a Content-Length of words",
      inviteText().replace(/Content-Length: .*\r\n/, "Content-Length: -1\r\n"),
      "Unreadable Content-Length",
    ],
  ])("[T21] %s is objected to with 400 and a reason", (_, text, reason) => {
    expect(objectionTo(requestOf(text))).toEqual({ status: 400, reason });
  });

  it("[T21] another version is objected to with 505, another kind of address with 416", () => {
    expect(objectionTo(requestOf(inviteText().replace("SIP/2.0\r\n", "SIP/7.0\r\n")))?.status).toBe(505);
    expect(objectionTo(requestOf(inviteText().replace(/^INVITE \S+/, "INVITE http://x")))?.status).toBe(416);
  });

  it("[T22] no bytes whatever make it throw", () => {
    const pieces = fc.constantFrom(
      "INVITE ",
      "sip:a@b",
      " SIP/2.0",
      "\r\n",
      "\n",
      "Via:",
      "From: <",
      '"',
      "\\",
      ">;tag=",
      ",",
      ";",
      "\0",
      "Content-Length: ",
      "99999999999",
      "[::1",
      "%",
      "é",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.array(pieces, { maxLength: 60 }).map((each) => Buffer.from(each.join(""))),
        ),
        (bytes) => {
          const message = parseMessage(bytes);
          new MessageSplitter().push(bytes);
          if (message?.kind !== "request") return;
          objectionTo(message);
          const stamped = stampVia(message, { address: "127.0.0.1", port: 1 });
          replyPlace(stamped, { address: "127.0.0.1", port: 1 });
          parseMessage(toBytes(reply(stamped, 400, "Bad Request")));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it("[T22] an INVITE with any one byte changed never makes it throw", () => {
    const good = Buffer.from(inviteText());
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const bytes = Buffer.from(good);
        bytes[at] = byte;
        const message = parseMessage(bytes);
        if (message?.kind === "request") objectionTo(message);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("writing a message", () => {
  it("[T23] what is written is read back the same", () => {
    const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{1,12}$/);
    const value = fc.stringMatching(/^[!-~][ -~]{0,30}$/).map((each) => each.trim());
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            token.filter((name) => !/^content-length$/i.test(name)),
            value,
          ),
          { minLength: 1 },
        ),
        fc.uint8Array(),
        (fields, body) => {
          const back = parseMessage(toBytes(newRequest("MESSAGE", "sip:a@b", fields, body)));
          expect(back?.headers.slice(0, -1)).toEqual(fields);
          expect(back?.body).toEqual(Buffer.from(body));
        },
      ),
    );
  });

  it("[T23] a line end inside a value cannot smuggle in a header", () => {
    const text = Buffer.from(toBytes(newRequest("BYE", "sip:a@b", [["X-Note", "a\r\nEvil: yes"]]))).toString();
    expect(requestOf(text).headers.map(([name]) => name)).toEqual(["X-Note", "Content-Length"]);
  });
});

describe("a TCP stream", () => {
  it("[T24] messages are found however the stream is cut", () => {
    const stream = Buffer.from(
      inviteText() + inviteText({ callId: "second" }) + "\r\n\r\n" + inviteText({ callId: "third" }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (cuts) => {
        const splitter = new MessageSplitter();
        const edges = [0, ...cuts.toSorted((one, other) => one - other), stream.length];
        const parts = edges.slice(1).flatMap((end, at) => splitter.push(stream.subarray(edges[at], end)));
        expect(
          parts.map((part) => (part.kind === "message" ? header(requestOf(part.bytes), "Call-ID") : part.kind)),
        ).toEqual(["call-1", "second", "ping", "third"]);
      }),
    );
  });

  it("[T24] a stream that is not SIP, or whose message has no end, is given up", () => {
    expect(new MessageSplitter().push(Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))).toEqual([{ kind: "lost" }]);
    expect(new MessageSplitter().push(Buffer.alloc(70_000, "a"))).toEqual([{ kind: "lost" }]);
    expect(
      new MessageSplitter().push(Buffer.from(inviteText().replace(/Content-Length: \d+/, "Content-Length: 99999999"))),
    ).toEqual([{ kind: "lost" }]);
  });
});

describe("the values of headers", () => {
  it.each([
    [
      "sip:+74951234567@10.0.0.1:5062;user=phone?x=y",
      { scheme: "sip", user: "+74951234567", host: "10.0.0.1", port: 5062 },
    ],
    ["sip:%2B7495:secret@Host.Example", { scheme: "sip", user: "+7495", host: "host.example" }],
    ["sips:[2001:db8::1]:5061", { scheme: "sips", user: "", host: "[2001:db8::1]", port: 5061 }],
    ["tel:+7-495-123;phone-context=x", { scheme: "tel", user: "+7-495-123" }],
  ])("[T20] the address %s", (text, expected) => {
    expect(parseUri(text)).toMatchObject(expected);
  });

  it.each(["", "sip:", "sip:a@", "sip:a@h:0", "sip:a@h:70000", "sip:a@[::1", "nothing"])(
    "[T21] %s is no address",
    (text) => {
      expect(parseUri(text)).toBeUndefined();
    },
  );

  it("[T20] without angle brackets parameters belong to the header", () => {
    expect(parseNameAddress("sip:a@h;tag=9")?.parameters.get("tag")).toBe("9");
    expect(parseNameAddress("<sip:a@h;tag=9>")?.parameters.has("tag")).toBe(false);
    expect(parseNameAddress("<sip:a@h;tag=9>")?.uri.parameters.get("tag")).toBe("9");
  });

  it("[T20] lists are split at commas that stand neither in quotes nor in brackets", () => {
    const request = requestOf(inviteText({ more: ['Route: "a,b" <sip:x,y@h>, <sip:second>'] }));
    expect(listed(request, "Route")).toEqual(['"a,b" <sip:x,y@h>', "<sip:second>"]);
  });

  it("[T20] IPv6 in a Via", () => {
    expect(parseVia("SIP/2.0/UDP [2001:db8::9]:5070;branch=z9hG4bK1")).toMatchObject({
      host: "[2001:db8::9]",
      port: 5070,
    });
  });
});

describe("an answer", () => {
  const source = { address: "192.0.2.7", port: 40_000 };

  it("[T25] carries every Via, From, To with our tag, Call-ID and CSeq of the request", () => {
    const request = requestOf(inviteText({ more: ["Via: SIP/2.0/UDP second", "Record-Route: <sip:proxy;lr>"] }));
    const response = reply(request, 180, "Ringing", { tag: "ours" });
    expect(headers(response, "Via")).toEqual(headers(request, "Via"));
    expect(header(response, "To")).toBe(`${header(request, "To")};tag=ours`);
    expect(header(response, "Record-Route")).toBe("<sip:proxy;lr>");
    expect(header(reply(request, 404, "No"), "Record-Route")).toBeUndefined();
    for (const name of ["From", "Call-ID", "CSeq"]) expect(header(response, name)).toBe(header(request, name));
  });

  it("[T26] goes to where the request came from when rport was asked for, else to the port in Via", () => {
    const asked = stampVia(requestOf(inviteText({ via: "SIP/2.0/UDP 10.0.0.1:5062;branch=z9hG4bK1;rport" })), source);
    expect(header(asked, "Via")).toBe("SIP/2.0/UDP 10.0.0.1:5062;branch=z9hG4bK1;rport=40000;received=192.0.2.7");
    expect(replyPlace(asked, source)).toEqual(source);
    const not = stampVia(requestOf(inviteText({ via: "SIP/2.0/UDP 10.0.0.1:5062;branch=z9hG4bK1" })), source);
    expect(header(not, "Via")).toContain("received=192.0.2.7");
    expect(replyPlace(not, source)).toEqual({ address: "192.0.2.7", port: 5062 });
  });

  it("[T26] of a Via line that lists several only the first is stamped", () => {
    const stamped = stampVia(
      requestOf(inviteText({ via: "SIP/2.0/UDP a;branch=z9hG4bK1;rport, SIP/2.0/UDP b;rport" })),
      source,
    );
    expect(listed(stamped, "Via")).toEqual([
      "SIP/2.0/UDP a;branch=z9hG4bK1;rport=40000;received=192.0.2.7",
      "SIP/2.0/UDP b;rport",
    ]);
  });

  it("[T20] what is not SIP is not a message", () => {
    for (const text of ["", "\r\n\r\n", "hello", "\0\x01\x02", "INVITE sip:a@b HTTP/1.1\r\n\r\n"])
      expect(parsed(text)).toBeUndefined();
  });
});
