/** 脱敏：numbers that point to a person or an account lose their middle before anything is written or logged. */

interface PersonalNumber {
  /** `_` stands where a blank or a dash may be. */
  readonly pattern: string;
  /** Said of its digits and letters alone. */
  readonly is: (number: string) => boolean;
  /** How many characters stay at the beginning and at the end. */
  readonly stay: readonly [head: number, tail: number];
}

/** An amount points to nobody, however long. */
const NO_AMOUNT = "(?! ?(?:[万亿]|元|块|美元|%))";
/** 1234-5678-9012: a receipt is there to be shown. */
const NO_RECEIPT = "(?![0-9]{4}-[0-9]{4}-[0-9]{4}(?![0-9]))";
const DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])";
const IDENTITY_CARD = new RegExp(`^[1-9][0-9]{5}(?:19|20)[0-9]{2}${DAY}[0-9]{3}[0-9X]$`, "u");
const OLD_IDENTITY_CARD = new RegExp(`^[1-9][0-9]{7}${DAY}[0-9]{3}$`, "u");

const PERSONAL_NUMBERS: readonly PersonalNumber[] = [
  // Also with a wrong check digit: whoever mistypes it still means it.
  {
    pattern: "[1-9](?:_[0-9]){16}_[0-9Xx]",
    is: (n) => IDENTITY_CARD.test(n),
    stay: [3, 4],
  },
  { pattern: "[1-9](?:_[0-9]){14}", is: (n) => OLD_IDENTITY_CARD.test(n), stay: [3, 4] },
  {
    pattern: "(?<![A-Za-z])[0-9A-Za-z](?:_[0-9A-Za-z]){17}(?![A-Za-z])",
    is: hasCreditCodeCheck,
    stay: [4, 4],
  },
  ...[16, 17, 18, 19].map((length): PersonalNumber => {
    const rest = length - 2;
    // Not 19 and 20: four years in a row look like a card.
    return {
      pattern: `(?:[34569]_[0-9]|2_[2-7])(?:_[0-9]){${rest}}${NO_AMOUNT}`,
      is: hasLuhnCheck,
      stay: [4, 4],
    };
  }),
  { pattern: `1_[3-9](?:_[0-9]){9}${NO_AMOUNT}`, is: () => true, stay: [3, 4] },
  { pattern: "1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}", is: () => true, stay: [3, 4] },
  {
    pattern: `${NO_RECEIPT}0(?:10|2[0-9]|[3-9][0-9]{2})[)]?[ -]{0,3}[2-9][0-9]{2,3}[ -]?[0-9]{4}`,
    is: () => true,
    stay: [3, 4],
  },
];

/** One kind within a number: 150 2022-05-09 is an amount and a date. */
const BETWEEN = [" {0,2}", "-?"];
/** 86 is the country's. */
const BEGINS = "(?:(?<![0-9])|(?<=(?<![0-9])(?:00)?86))";

/** The fewest in any of them: those of a credit code that is letters for the rest. */
const FEWEST_DIGITS = /(?:[0-9\uFF10-\uFF19][^0-9\uFF10-\uFF19]*){6}/u;

const FINDERS = PERSONAL_NUMBERS.flatMap(({ pattern, is, stay }) =>
  BETWEEN.map((between) => ({
    // Looked ahead for, so that one begins wherever it may, also inside what turned out to be none.
    expression: new RegExp(`${BEGINS}(?=(${pattern.replaceAll("_", between)})(?![0-9]))`, "gu"),
    is,
    stay,
  })),
);

/** The text with its personal numbers masked: 138****5678. Masking it again changes nothing. */
export function masked(text: string): string {
  if (!FEWEST_DIGITS.test(text)) return text;
  const hidden = hiddenIn(plain(text));
  if (hidden.size === 0) return text;
  // By code unit, as the places are counted.
  return masked(Array.from({ length: text.length }, (_, i) => (hidden.has(i) ? "*" : text[i])).join(""));
}

function hiddenIn(text: string): ReadonlySet<number> {
  const hidden = new Set<number>();
  for (const { expression, is, stay } of FINDERS) {
    for (const { 1: written = "", index } of text.matchAll(expression)) {
      const places = [...written.matchAll(/[0-9A-Za-z]/gu)].map((match) => index + match.index);
      if (!is(written.replace(/[^0-9A-Za-z]/gu, "").toUpperCase())) continue;
      for (const place of places.slice(stay[0], -stay[1])) hidden.add(place);
    }
  }
  return hidden;
}

/** Full-width characters, blanks and dashes as on a plain keyboard, each where it stood. */
function plain(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\t\u00A0\u2002-\u200A\u202F\u3000]/gu, " ")
    .replace(/[\u00B7\u2010-\u2015\u2212]/gu, "-");
}

/** GB 32100-2015 */
function hasCreditCodeCheck(code: string): boolean {
  const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const values = [...code].map((character) => alphabet.indexOf(character));
  if (values.includes(-1) || !/^..[0-9]{6}/u.test(code)) return false;
  const sum = values.slice(0, -1).reduce((total, value, i) => total + value * (3 ** i % 31), 0);
  return (31 - (sum % 31)) % 31 === values.at(-1);
}

/** ISO/IEC 7812-1 */
function hasLuhnCheck(card: string): boolean {
  const digits = [...card].reverse().map(Number);
  const sum = digits.reduce(
    (total, digit, i) => total + (i % 2 ? (2 * digit > 9 ? 2 * digit - 9 : 2 * digit) : digit),
    0,
  );
  return sum % 10 === 0;
}
