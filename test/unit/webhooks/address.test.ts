import { describe, expect, it } from "vitest";
import { whyUnreachable } from "../../../src/webhooks/address.ts";

const why = (url: string, local = false) => whyUnreachable(url, { local });

describe("addresses that may be posted to", () => {
  it("[A82] are of the Internet, by https", () => {
    for (const url of [
      "https://example.com/hook",
      "https://hooks.example.com:8443/a?b=c",
      "https://93.184.215.14/",
      "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
      "https://[::ffff:93.184.215.14]/",
      "https://xn--80ak6aa92e.com/",
      "https://100.63.0.1/",
      "https://172.32.0.1/",
      "https://localhost.example.com/",
    ])
      expect(why(url), url).toBeUndefined();
    expect(why("http://example.com/")).toBe("not_https");
    expect(why("ftp://example.com/")).toBe("not_https");
    expect(why("javascript:alert(1)")).toBe("not_https");
    expect(why("example.com")).toBe("not_a_url");
    expect(why("https://")).toBe("not_a_url");
    expect(why("https://user:secret@example.com/")).toBe("credentials");
  });

  it("[A82] are none of this machine, its network or its cloud, however they are written", () => {
    for (const host of [
      "127.0.0.1",
      "127.1",
      "2130706433",
      "0x7f000001",
      "0177.0.0.1",
      "127.0.0.1.",
      "%31%32%37.0.0.1",
      "①②⑦.0.0.1",
      "0",
      "0.0.0.0",
      "10.1.2.3",
      "0xa.1",
      "100.64.0.1",
      "100.127.255.255",
      "169.254.169.254",
      "0xa9fea9fe",
      "172.16.0.1",
      "172.31.255.255",
      "192.168.1.1",
      "198.18.0.1",
      "224.0.0.1",
      "255.255.255.255",
      "168.63.129.16",
      "[::]",
      "[::1]",
      "[0:0:0:0:0:0:0:1]",
      "[::127.0.0.1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[::ffff:a9fe:a9fe]",
      "[::ffff:0:10.0.0.1]",
      "[64:ff9b::10.0.0.1]",
      "[64:ff9b:1::1]",
      "[fe80::1]",
      "[fc00::1]",
      "[fd00:ec2::254]",
      "[ff02::1]",
      "[2001::1]",
      "[2001:db8::1]",
      "[2002:7f00:1::]",
      "localhost",
      "LOCALHOST",
      "localhost.",
      "app.localhost",
      "metadata",
      "metadata.google.internal",
      "metadata.google.internal.",
      "printer.local",
      "router.lan",
      "db.corp",
      "intranet",
      "host.docker.internal",
    ])
      expect(why(`https://${host}/`), host).toBe("inside");
  });

  it("[A82] are of this machine only where a setting of the local stack says so, and then by http as well", () => {
    for (const url of [
      "http://127.0.0.1:9000/",
      "http://localhost:9000/",
      "http://[::1]/",
      "http://[::ffff:127.0.0.1]/",
    ]) {
      expect(why(url), url).toBe("inside");
      expect(why(url, true), url).toBeUndefined();
    }
    for (const url of ["https://10.0.0.1/", "https://169.254.169.254/", "https://0.0.0.0/"])
      expect(why(url, true), url).toBe("inside");
    expect(why("http://example.com/", true)).toBe("not_https");
  });
});
