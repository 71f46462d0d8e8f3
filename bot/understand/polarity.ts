/** 肯定与否定：how a remark begins, 是的, 没有, 哪能没有, and whether a word in it is denied, twice denied or not at all. */

/** What stands before the answer and does not change it. */
const RUN_UP =
  /^(?:[嗯恩呃额哦噢喔啊哎唉诶嗨哈嘿呀]+|那个|这个|这|那|我们|咱们|俺们|我|咱|俺|我家|本店|公司|店里|厂里|这边|这里|这块|目前|现在|如今|眼下|暂时|当前|确实|的确|真的?|肯定|当然|绝对|一定|应该|应当|大概|好像|好象|似乎|估计|貌似|印象中?里?|记得|按理说?|按说|一直|压根|根本|完全|从没|一向|都|也|就|倒是|倒|其实|说实话|老实说|实话说|不瞒[你您]说|基本上?|差不多|多半|八成|觉得|感觉|想|看|算|还|全|从来|从|已经|早就?|反正|总之|今年|2022年?|22年|上半年|前阵子?|多少|自己|但是?|不过|可是|只是|到)+/u;
/** 的啊, 过呢: ends the word; 有了解过 and 没过期 are other words. */
const END =
  "(?:的(?!话|确|时)|啊|呀|呢|吧|嘛|哦|哈|呐|咯|喽|了(?!解|[一-龥]*[吗?])|哇|噻|撒|哟|哩|咧|嗦|啵|嘎|喏|嘞|嘅|滴|哒|喔|噢|诶|哎|过(?![期来去多分])|着(?![落急])|么事|这回事|这事|这种事|这情况)";
const AFTER = `(?:${END}|$)`;
/** 有两笔, 有一点: how many there are says that there are. */
const HOW_MANY =
  "(?=(?:那么|这么)?(?:[一两二三四五六七八九十几\\d]+(?:[笔家个次回户单张处点些拨]|多)|好(?:几|多|些)|不少|很多|点(?![忙事急晚不累问])|些(?!问))(?!问题|事|疑问|想|忙|急))";

const YES = new RegExp(
  [
    `^(?:是|有|对(?!了)|系|没错|正是|可以说是|属于|算是?(?!了)|当真|在理|就是|符合|受|中(?=啊|$))+(?:是|有|对)*${AFTER}`,
    `^有(?:一|那么|这么)?${HOW_MANY}|^有(?:的是|人|是有|倒是有)|^(?:对头|没错|可不(?:是|嘛|就|咋|$)|那必|不是咋|yes|yep|yeah|是滴|true)`,
    "^(?:y|√|✓|v|t)$",
    "^好[几多些](?=[个家笔处回])|^(?:太多|多了去|多着|多得[很是]|好多|很多|不少|一大堆|一堆|老多|海了)",
    "^(?:不是(?!不)|不是(?=不[^是])|也不是|并不是|并非|不能说|不敢说|不可能|哪能|哪会|怎么(?:会|能|可能)?|咋(?:会|能|可能)?|谁家?|能|谁说|谁敢说)(?:说)?(?:没有?|不是|不)(?:有)?(?:啊|呀|呢|的|嘛|吗|么|过)*$",
    "^哪(?:里|儿|能|会)?(?:没有?|不是|不)(?:啊|呀|的|呢)*$",
    "^说?(?:没有|没|不是|不)(?:才怪|就怪|是假)|^(?:那|这)*(?:还)?用(?:说|问)|^(?:那)?(?:你说呢|不然呢|废话|明摆着|不用说|没得说|没跑)|^谁说不",
  ].join("|"),
  "u",
);
const NO = new RegExp(
  [
    `^(?:没有|没得|没|无|否|不是|不算|不属于|不对|不(?!过)|冇得?|莫得|木有|木得|毛得|唔系|唔是|不系|没有过|并没有?|并不是?|并非|未|暂无|没啥|不存在|不会|不可能|怎么可能有?|咋可能有?|怎么会有?|没那(?:回)?事)+${AFTER}`,
    "^(?:没有?|没得|冇|木有|莫得)(?=我|咱|俺|全是|都是|一直|从来|就是|这边|这里|一个|一家|一次|一笔|一分)",
    "^哪(?:里|儿)?(?:有|来|能有?|会有?)(?:的|啊|呀|呢|嘛|过|那?(?:回|种)?事)*$",
    "^没(?:有)?(?:这|那)(?:个|种|等|样|么)?(?:的)?[^，]{1,3}$|^没人(?:敢|管|找|来|理|问)?$|^哪(?:里|儿)?有(?:这|那)(?:等|么|种|个|样)?(?:的)?好?(?:事|说法|待遇)",
    "^哪(?:里|儿|能|敢)?(?:谈得|算得|够得|轮得|称得|至于|算|敢|够)(?!了)",
    `^一[笔个家分次点毛](?:[钱人])?(?:都|也)?(?:没有?|冇|莫得)${AFTER}`,
    "^(?:没到(?:那|这)|(?:不|没)(?:有)?那么(?:严重|夸张|惨|糟)|不至于|(?:不能?算|谈不上|算不上|不属于)(?![少小差低短坏])|够不上|轮不上|说不上(?!来)|没有的事|没影(?:的)?事|扯淡|瞎说|no$|nope|not|false|×$|✗$|n$|x$|^f$)",
  ].join("|"),
  "u",
);
/** An agreement that is nothing but its run-up: 嗯, 确实, 那肯定. */
const AGREES =
  /^(?:[嗯恩昂]+|(?:那|这)?(?:当然|确实|的确|肯定|真|绝对|一定|必须)的?)(?:啊|呀|嘛|呢|了|吧|哦|的|是)*$/u;

/** 是啊, 没有, 谁没有: true or false where the remark begins by agreeing or denying. */
export function leadOf(remark: string): boolean | undefined {
  if (AGREES.test(remark)) return true;
  const core = remark.replace(RUN_UP, "");
  for (const words of core === remark ? [core] : [remark, core]) {
    if (YES.test(words)) return true;
    if (NO.test(words)) return false;
  }
  return undefined;
}

/** 我们家政没有, 别的没有, 市里有: the answer comes last. */
const LAST_NO = new RegExp(`(?:没有|没得|冇|莫得|木有|不是|不算|没有过)(?:${END})*$`, "u");
const LAST_YES = new RegExp(`(?<![没只哪所还也冇会就])有(?:过)?(?:${END})*$`, "u");

export function endOf(remark: string): boolean | undefined {
  for (const [last, answer] of [
    [LAST_NO, false],
    [LAST_YES, true],
  ] as const) {
    const match = last.exec(remark);
    if (match !== null) return OWN.test(remark.slice(0, match.index)) ? answer : undefined;
  }
  return undefined;
}

/** Of whom 没有 is said: 别人没有 and 游客一个都没有 answer nothing. */
const OWN =
  /^(?:[但也都就倒是还可那]|不过|其实|目前|暂时|一直|反正|应该|好像|肯定|今年|现在|眼下)*(?:(?:我|咱|俺|自己|本)[^，]{0,6}|[^，]{0,4}[市区县镇省村行业店厂](?:里|上|那边|这边)?|这[边里儿个块]|那[边个]?|别的|短信|通知|文件|名单|合同|一[个家次笔点分]?|算)?(?:[也都就倒是还真可]|里|肯定|应该|好像|暂时|目前|确实)*$/u;

/** Hold a 不, 没, 无 or 别 that denies nothing. */
const IDIOMS =
  /不(?:好意思|瞒[你您]|得不|得已|仅|但(?!是)|光是|止|管|论|断|停|久|小|少|轻|错|然|愁|缺|用说|妨|如|过(?!来)|单)|没(?:想到|错|办法|法|辙|问题)|差不多|别(?:的|人|家|提|说)|无(?:论|奈|非|疑)|非(?:常|要|得|洲)|特别|区别|级别|个别|未来|莫非|(?<!没)有没有|是不是|要不是|[了受]不[起得了]|动不动|时不时|冷不丁|哪怕|哪[个些条家种笔](?![没不])|哪儿?都/gu;
const DENIALS =
  /没有?(?:怎么|咋)|不(?:怎么|咋)|没有|没得|没|不是|不|未|无|冇|莫得|木[有得]|并非|(?<!没)有(?:个)?(?:什么|啥)(?!都|时候|说)|哪(?:有|里|儿)?(?:有|能|会|可能)?|(?:怎么|咋)(?:会|可能|能)?|(?:谁家?|哪[个家])还?(?=[没不])|能(?=[没不])|非(?=核心|关键|主要|政府|银行|必)|唔|岂/gu;
/** How far before a word a denial reaches. */
const REACH = 10;
const DENIED_AFTER =
  /^(?:个)?(?:啥|什么|屁|鬼|毛线)(?:呀|啊|哟|哦|哩)?$|^(?:的|了)?(?:事|情况|现象|这种|业务|之类的?)?(?:都|也|倒是?|是|真|确实|还|暂时|目前|从来|压根|根本|一[点个笔家次]|我们?|咱们?|那)*(?:没有?|没得|冇得?|莫得|木有|不存在|(?:算|谈|说|称|够)不上|不(?:沾边|搭边|搭界|挨着)|没(?:什么|啥|半毛钱|一点)?关系|无关|没(?:遇|碰|见)到?|不做|没做|没办|不搞|不沾|不了|不着|(?:权|牌照|资质|证|的?边|的?门|影子|的?毛|苗头)[都也](?:没|不)[^，]{1,3})(?:过|的|啊|呢|呀|哦|吧|了|嘛)*$/u;

/** 不受影响才怪 */
const IRONY = /才怪|就怪了|就见鬼|骗人|瞎话|假话|吹牛|是假的?$/u;

/** With its idioms hidden, so that denials can be counted; as long as before. */
export function withoutIdioms(remark: string): string {
  return remark.replaceAll(IDIOMS, (idiom) => "○".repeat(idiom.length));
}

/** Whether the word between the two places is denied; denied twice it is not. */
export function isDenied(remark: string, start: number, end: number): boolean {
  const from = Math.max(0, start - REACH);
  const before = [...remark.slice(from, end).matchAll(DENIALS)].filter(
    ({ index }) => from + index < start,
  ).length;
  const after = remark.slice(end);
  const behind = (DENIED_AFTER.test(after) ? 1 : 0) + (IRONY.test(after) ? 1 : 0);
  return (before + behind) % 2 === 1;
}
