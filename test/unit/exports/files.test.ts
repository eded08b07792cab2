/** Files that are taken away, read with programs that are not ours. */
import { Workbook } from "@cj-tech-master/excelts";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { fileOf, mostCells } from "../../../src/exports/file.ts";
import type { Sheet } from "../../../src/exports/sheet.ts";
import { minutes } from "../../../src/words/index.ts";

/** 03:00 of that day in Moscow. */
const midnight = Date.parse("2026-11-16T00:00:00Z");
const hour = minutes(60);

const sheet: Sheet = {
  name: "queues",
  from: midnight,
  until: midnight + 24 * hour,
  timeZone: "Europe/Moscow",
  columns: [
    { name: "from", holds: "instant", definition: "When it begins." },
    { name: "queue", holds: "text", definition: "Which." },
    { name: "offered", holds: "count", definition: "How many.", total: 12 },
    { name: "talkTime", holds: "time", definition: "How long.", total: 30 * hour },
    { name: "abandonRate", holds: "share", definition: "=1+1 & <b>", total: null },
  ],
  rows: [
    [midnight, '=HYPERLINK("http://evil")', 12, 30 * hour, 0.25],
    [midnight + hour, "Продажи \u0001 & <Co>", 0, 0, null],
  ],
};

async function bytesOf(format: "csv" | "xlsx" | "parquet", of = sheet): Promise<Uint8Array> {
  const file = await fileOf(of, format);
  if (file === undefined) throw new Error("there is no file");
  expect(file.name).toBe(`queues.${format}`);
  return file.bytes;
}

describe("files", () => {
  it("[R17] a workbook has typed cells, a first row that stays, times by the local clock, and definitions with totals beside", async () => {
    const book = new Workbook();
    await book.xlsx.load(await bytesOf("xlsx"));
    expect(book.worksheets.map(({ name }) => name)).toEqual(["queues", "definitions"]);
    const [rows, definitions] = book.worksheets;
    const valuesIn = (row: number) => [1, 2, 3, 4, 5].map((column) => rows?.getCell(row, column).value);
    expect(valuesIn(1)).toEqual(sheet.columns.map(({ name }) => name));
    expect(rows?.views).toMatchObject([{ state: "frozen", ySplit: 1 }]);
    const [from, ...more] = valuesIn(2);
    // A workbook has no zones: read as UTC it shows what the clock showed in Moscow.
    expect(from).toEqual(new Date("2026-11-16T03:00:00Z"));
    expect(more.slice(0, 2)).toEqual(['=HYPERLINK("http://evil")', 12]);
    expect(rows?.getCell(2, 1).numFmt).toBe("yyyy-mm-dd hh:mm");
    expect(rows?.getCell(2, 4).numFmt).toBe("[h]:mm:ss");
    expect(rows?.getCell(2, 5)).toMatchObject({ value: 0.25, numFmt: "0.0%" });
    expect(rows?.getCell(2, 2).formula).toBeUndefined();
    expect(valuesIn(3).slice(1)).toEqual(["Продажи  & <Co>", 0, expect.anything(), null]);
    expect([1, 2, 4].map((column) => definitions?.getCell(4, column).value)).toEqual(["offered", 12, "How many."]);
    expect(definitions?.getCell(6, 4).value).toBe("=1+1 & <b>");
  });

  it("[R17] Parquet has typed columns, and what they mean in its metadata", async () => {
    const { buffer } = Uint8Array.from(await bytesOf("parquet"));
    expect(await parquetReadObjects({ file: buffer })).toEqual([
      {
        from: new Date(midnight),
        queue: '=HYPERLINK("http://evil")',
        offered: 12n,
        talkTime: BigInt(30 * hour),
        abandonRate: 0.25,
      },
      {
        from: new Date(midnight + hour),
        queue: "Продажи \u0001 & <Co>",
        offered: 0n,
        talkTime: 0n,
        abandonRate: null,
      },
    ]);
    const { key_value_metadata: about = [] } = parquetMetadata(buffer);
    const definitions = about.find(({ key }) => key === "definitions");
    expect(JSON.parse(definitions?.value ?? "")).toMatchObject({ offered: "How many.", abandonRate: "=1+1 & <b>" });
  });

  it("[R17] nothing in CSV is run by a spreadsheet; instants are ISO 8601", async () => {
    const [head, first] = new TextDecoder().decode(await bytesOf("csv")).split("\r\n");
    expect(head).toBe("from,queue,offered,talkTime,abandonRate");
    expect(first).toBe(`2026-11-16T00:00:00.000Z,"'=HYPERLINK(""http://evil"")",12,${30 * hour},0.25`);
  });

  it("[R17] what has no rows is a file as well; what would have too many cells is none", async () => {
    for (const format of ["csv", "xlsx", "parquet"] as const)
      expect((await bytesOf(format, { ...sheet, rows: [] })).length).toBeGreaterThan(10);
    const rows = Array.from({ length: Math.ceil(mostCells.xlsx / 5) + 1 }, () => [midnight, "", 1, 1, null]);
    expect(await fileOf({ ...sheet, rows }, "xlsx")).toBeUndefined();
  });
});
