import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childOf, readXml, textOf, WxXmlError, writeXml } from "../../../bot/channels/wx-xml.ts";

const refused = (source: string) => expect(() => readXml(source)).toThrow(WxXmlError);

describe("what is read", () => {
  it("is text as it was sent, numbers beyond what a number holds included", () => {
    const message = readXml(
      '<?xml version="1.0" encoding="UTF-8"?>\n<xml>\n<MsgId>6054768590064713728</MsgId><Content><![CDATA[ 0x10 <b>&amp; ]]></Content>\n<Label>A&amp;B &#65; &nbsp;</Label><Empty></Empty><EventKey><![CDATA[]]></EventKey></xml>\n',
    );
    expect(textOf(message, "MsgId")).toBe("6054768590064713728");
    expect(textOf(message, "Content")).toBe(" 0x10 <b>&amp; ");
    expect(textOf(message, "Label")).toBe("A&B &#65; &nbsp;");
    expect(textOf(message, "Empty")).toBeUndefined();
    expect(textOf(message, "EventKey")).toBeUndefined();
    expect(textOf(message, "Missing")).toBeUndefined();
  });

  it("is nested as it was sent", () => {
    const message = readXml("<xml><Info>\n<Item><Id>1</Id></Item><Item><Id>2</Id></Item>\n</Info></xml>");
    const info = childOf(message, "Info");
    expect(info?.children.map((item) => textOf(item, "Id"))).toEqual(["1", "2"]);
    expect(info?.text).toBe("");
  });

  it("is not guessed where something is said twice", () => {
    const message = readXml("<xml><FromUserName>a</FromUserName><FromUserName>b</FromUserName></xml>");
    expect(() => textOf(message, "FromUserName")).toThrow(WxXmlError);
  });

  it("loses control characters, which no database keeps", () => {
    const message = readXml("<xml><Content><![CDATA[停\u0000电\u0007\u001b吗\n\t]]></Content></xml>");
    expect(textOf(message, "Content")).toBe("停电吗\n\t");
  });
});

describe("what is refused", () => {
  it.each([
    [
      "an external entity",
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>',
    ],
    [
      "a billion laughs",
      `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">${[..."bcdefghij"].map((name, i) => `<!ENTITY ${name} "${`&${"abcdefghi"[i]};`.repeat(10)}">`).join("")}]><xml>&j;</xml>`,
    ],
    ["a document type after the beginning", "<xml><!DOCTYPE x><Content>1</Content></xml>"],
    ["a document type in small letters", "<!doctype html><xml></xml>"],
    ["a comment", "<xml><!-- 1 --><Content>1</Content></xml>"],
    ["an instruction", '<?xml-stylesheet href="x"?><xml></xml>'],
    ["an instruction inside", "<xml><?php 1 ?></xml>"],
    ["deep nesting", `${"<a>".repeat(10_000)}${"</a>".repeat(10_000)}`],
    ["CDATA without an end", "<xml><Content><![CDATA[1</Content></xml>"],
    ["an end too many", "<xml><Content><![CDATA[1]]></Content></xml></xml>"],
    ["an end too few", "<xml><Content><![CDATA[1]]></xml>"],
    ["two messages", "<xml></xml><xml></xml>"],
    ["a property of every object", "<xml><__proto__><Content>1</Content></__proto__></xml>"],
    ["no XML", "转人工"],
    ["JSON", '{"Content":"1"}'],
    ["nothing", ""],
    ["too much", `<xml><Content>${"1".repeat(1_000_000)}</Content></xml>`],
  ])("%s", (_name, source) => refused(source));

  it("or read, but never crashes, whatever is written", () => {
    const piece = fc.constantFrom(
      "<xml>",
      "</xml>",
      "<a>",
      "</a>",
      "<![CDATA[",
      "]]>",
      "<!",
      "&lt;",
      "<?",
      "?>",
      "\0",
      "停",
      "<a b='",
      "/>",
      "[",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          readXml(pieces.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(WxXmlError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what is written", () => {
  it("is read back, whatever the words", () => {
    const words = fc.string({
      unit: fc.constantFrom("]", ">", "<", "!", "[", "CDATA", "&", "停", "</xml>", "𠮷", "\n"),
    });
    fc.assert(
      fc.property(words, (text) => {
        expect(textOf(readXml(writeXml({ Content: text })), "Content") ?? "").toBe(text);
      }),
    );
  });

  it("has words as CDATA, numbers bare, lists repeated, and nothing XML has no place for", () => {
    expect(
      writeXml({ MsgType: "text", CreateTime: 1, Item: [{ Id: "a" }, { Id: "b" }], Absent: undefined }),
    ).toBe(
      "<xml><MsgType><![CDATA[text]]></MsgType><CreateTime>1</CreateTime><Item><Id><![CDATA[a]]></Id></Item><Item><Id><![CDATA[b]]></Id></Item></xml>",
    );
    expect(writeXml({ Content: "]]>\u0000\u000b\uFFFF𠮷" })).toBe(
      "<xml><Content><![CDATA[]]]]><![CDATA[>𠮷]]></Content></xml>",
    );
    expect(writeXml({ Content: "x\uD800" })).toBe("<xml><Content><![CDATA[x\uFFFD]]></Content></xml>");
  });
});
