/** 分句：what is said, clause by clause; kept is what the speaker tells of himself. */
import { normalise } from "../../retrieval/index.ts";

/** 分句 */
export interface Clause {
  readonly text: string;
  /** Takes back what was said before: 不对，是25个. */
  readonly corrects: boolean;
  /** What follows belongs with it: 餐饮、零售. */
  readonly lists: boolean;
}

interface Heard extends Clause {
  readonly asks: boolean;
  /** The last clause before 。！？； */
  readonly ends: boolean;
}

/** Words that input methods and speech recognition put for others of the same sound. */
const HOMOPHONES: readonly [RegExp, string][] = [
  [
    /[代带货][款宽](?=[^，,]{0,8}(?:到期|银行|利息|的期|展期))|(?<=银行|[农工建中交]行|信用社|农商行|万的?)[^，,]?[代带][款宽]|(?<=[有没笔])[代带]款/gu,
    "贷款",
  ],
  [/代款/gu, "贷款"],
  [/冇/gu, "没有"],
  [/[带代](?=了[^，,]{0,10}的[款宽]|了[^，,]{0,8}万[^，,]{0,6}银行)/gu, "贷"],
  [/[疫役益译][青情清请晴]/gu, "疫情"],
  [/[工公][司思丝]/gu, "公司"],
  [/个体[护沪互]|个休户/gu, "个体户"],
  [/个体工[伤上]户/gu, "个体工商户"],
  [/[刚岗]材/gu, "钢材"],
  [/展[其齐旗七](?!天)/gu, "展期"],
  [/营业[而鹅]/gu, "营业额"],
  [/员[功工]/gu, "员工"],
];

const ASKS =
  /(?:吗|么|嘛\?|不咯|没有呀|何[为谓].*|(?<!没|不)多久.*|(?:算|属于|是)[^，]{1,5}还是[^，]{1,5}|是不是.*|找谁.*|(?<!没|没有|不)怎么[办弄申样]?.{0,4}|怎样|如何.*|(?<!没有|没|不|不是|不算|不懂|就)(?:什么|啥)(?!也|都).{0,6}|哪些.*|哪[个里].*|(?<!没|记不清|说不上来|不知道)多少.{0,4}|能不能.*|会不会.*|可不可以.*|行不行|算不算.*|要不要.*|能否.*|可否.*|是否.*|咋[办弄整].{0,3}|咋(?:个)?(?:没有|不能|算).{0,4}|有没有我的份|真的假的)$|^(?:是不是|哪|有没有|能不能|会不会|怎么|什么|凭啥|为啥|为什么)|哪来|哪有|哪知道/u;
/** Where the question begins in a clause that first says who asks: 我们30个人的厂|能不能申请. */
const OPERATOR =
  /(?:现在|到底|这种|这样的?|还|也|都|就)*(?:能不能|可不可以|会不会|要不要|算不算|是不是|有没有|行不行|该不该|属不属于|能否|可否|是否|有无|怎么|怎样|咋|如何|为什么|为啥|凭什么|凭啥|哪|什么|啥|多少|几时|谁|能|可以|算|需要|应该|属于|享受|适用)/u;
const ASKER =
  /^(?:请问|问一?下|想问一?下?|那|像|是|就|作为(?=我|咱|俺))*(?:我|咱|俺|本(?:店|厂|公司|人|企业)|现在|目前|眼下|作为[^，]{2,12}?(?:我|咱|俺)|(?:开|做|搞|跑)[^，]{1,7}的(?!人|企业|店))/u;
/** 我们公司|申请过展期吗 */
const OWNER = /^(?:请问|想问一?下?)*(?:我们?|咱们?|俺们?|本)(?:家|这)?小?(?:公司|企业|合作社)/u;
/** What is asked to be done about something has happened: 有单位欠我货款|怎么投诉. */
const REMEDY =
  /^(?<happened>.*(?:我|咱|俺|本(?:店|厂|公司)|有(?:人|个?单位|企业|公司)).*?|.*了)(?:应该|该|要|得|可以|能)?(?:怎么(?:办|投诉|举报|反映|告|讨|要|处理|解决|维权|弄|申诉)|咋[办整弄]|如何(?:投诉|举报|反映|维权|处理|解决|追讨)|(?:找|向|跟|给)(?:谁|哪)|[去到](?:哪|什么地方)|哪里(?:投诉|举报|反映|管)|(?:谁|有没有人|有人)管|(?:可以|能)(?:投诉|举报|告)|有什么办法)/u;

const SUPPOSES =
  /如果|假如|假设|要是|倘若|若是|(?<![\d多几十百千来余两])万一|比如|比方|(?<!拿)打个比方|(?:能|会|可以|真|要)[^，]{0,10}的话(?=$)|等(?:以后|将来)|将来要/u;
const KIN =
  "侄[子女儿]|外甥女?|[表堂][哥弟姐妹]+|[大二三四五六小老]?(?:姨|姑|婶|叔|舅|伯|姨妈|姑妈|舅妈|姨夫|姑父|婶子|姨父|嫂)|亲戚|朋友|哥们儿?|同学|老乡|邻居|战友|闺蜜|发小|熟人|妹夫|姐夫|[大小]舅子|舅舅|舅妈|叔叔|二叔|三叔|大伯|伯伯|姑姑|姑父|姨妈|小姨|姨夫|老丈人|岳父|岳母|亲家|连襟|[大二三]?哥|哥哥|弟弟|弟|[大二三]?姐|姐姐|妹|妹妹|师兄|室友|网友|女婿|儿媳";
/** Somebody else's story goes on until the speaker comes back to himself. */
const STORY = new RegExp(
  `(?<!被)隔壁|邻居|听说|(?<!被)对门|斜对面那|我(?:女儿|儿子|闺女)在[^，]{1,8}(?:开|办|做|搞)|我(?:们)?(?:前|以前的?|原来的?|原)老板|楼[上下]那|别人家|其(?:朋友|亲属|亲戚|邻居|同学)|^(?:但|可|不过|像|是|就|那|有|去年|前年|上次|昨天|那天)*(?:我|咱|俺|他|她)?(?:们)?(?:有(?:个|一个)?|那个?|的|家|一个|认识的?)*(?:${KIN})(?!们?(?:担保|借给)|[^，]{0,12}(?:我|咱|俺)|$|[啊呀你您好]|俩|[跟和与]|两个|们|做的?保|签字|给?担)`,
  "u",
);
const FOR_OTHERS = new RegExp(
  `(?:替|帮|代|为)其(?:父|母|子|女|夫|妻|兄|弟|姐|妹|友|叔|舅|岳|亲)[^，]{0,3}(?:咨询|问|打听|了解|反映)|(?:替|帮|代|为)(?:我|咱)?(?:们)?(?:的|一个|个|家)?(?:${KIN})(?:们)?(?:来)?(?:咨询|问|打听|了解|查)`,
  "u",
);
const BACK = /(?<![跟给和对向问劝]|告诉)[我咱俺]|本(?:店|人|公司|厂)/u;
/** A clause about others, unless the speaker stands in it too. */
const OTHERS =
  /(?<!给|欠|供|跟|帮|为|替|是)(?:别人|人家(?!(?:也|都|就|说|还)*[不没](?:同意|批|答应|给我|肯|办|松口))|他们家?|同行|有的(?:企业|公司|店|人)|有些(?:企业|公司)|某些|大家|客户都是|大(?:型)?企业就)/u;
const WITH_ME = /我|咱|俺|本(?:店|人|公司|厂)/u;

/** Works or buys there, owns nothing: nothing is told of a business. */
const NO_OWNER =
  /我(?:就)?是个?上班的|我(?:就|现在|一直)?在[^，]{1,10}(?:上班|打工|当(?:保安|服务员|会计|文员))|^我?(?:就)?是?(?:个)?(?:给人)?打工的|[我你]办的[^，]{0,4}卡|我[充买]的|非企业主|系房东|我(?:就)?是(?:个)?[^，店厂公]{0,4}(?:房东|(?<!企)业主|住户|顾客|消费者|学生|居民)|无经营|给(?:他|她|人家|老板|别人)(?:家)?(?:看大?门|打工|干活|开车|做事|看店)|欠(?:俺|我)(?:们)?(?:的)?[^，]{0,4}(?:工资|薪|工钱)|(?:公司|厂里?|老板)(?:欠|拖|压)(?:着|了)?我?(?:们)?[^，]{0,4}(?:工资|薪)/u;
const FOR_OWNER =
  /工程款|货款|运费|(?:帮|替|代)(?:我们?|咱们?)?(?:家)?(?:老板|公司|厂里|单位)|老板娘?(?:让|叫|派)|我们(?:厂|公司|店|单位|这)|(?:店|厂)开?在|我[妈爸][^，]{0,3}(?:看|守|开)/u;

/** What is asked about in a report is not told: 来电人咨询中小企业划型标准. */
const ASKED_ABOUT =
  /(?<=^|[，。,;；]|来电人|诉求人|市民|企业)(?:我?想要?|我?要|我?来)?(?:只?咨询|只?询问?|打听|了解)[^，。,;；]*/gu;
const CORRECTS =
  /^(?:(?:现在|如今|眼下|不止|不对吧|算错了?)|不(?=$|[，对不])|不对|不是|说[错多少反]了?|[写打填记看报]错|错了|错|更正|纠正|应该是|应是|应为|实为|实际(?:上)?(?:是|应)|准确[说讲]|确切[说讲]|打错|口误|开玩笑|重说|改一下|等等|等下|我重新|多打了|少打了|哦?那是|我说的是|其实是|我是说|我的意思是|我指的是)/u;
const LABEL =
  /^(?:话务|来电|来访|工单|坐席|经办|客户|市民|企业|登记|回访)?(?:摘要|备注|小结|登记|内容|记录?|转办|回访|诉求|反映|情况|描述|基本信息|自述|补充|称|表示|登记内容):/u;
const CALLS =
  /^(?:嗯+|呃+|额|啊+|哦+|噢+|喔|唉+|哎+呀?|诶|哟|嘿|哈(?!尔|密)|喂+|[你您]好|同志|老师您?好?(?=[我请想])|领导(?=[我您请]))+/u;
/** What was once and is no more: 原来20个人，现在剩4个. */
const PAST =
  /(?:以前|原来|原先|之前|从前|早先|早年|早些年|曾经|最多的时候|高峰期?|鼎盛(?:时期)?|疫情前)(?!的?(?:贷款|合同|客户|老板|政策)|[^，,]{0,8}(?:贷(?!过)|借了|欠))[^，。,!?！？；;]*?(?=现在|如今|眼下|目前|只剩|就剩|后来|[，。,!?！？；;]|$)/gu;
/** Where speech without marks begins something new. */
const BREATH =
  /(?<=.{4})(?=然后|就是说?|我就?想问|想问|请问|嗯|那个|所以|但是|而且|后来|现在|不过|另外|还有)/gu;
const LONG = 24;

/** What the speaker tells of himself: nothing asked, supposed, past or of somebody else. */
export function clausesOf(message: string): Clause[] {
  const text = HOMOPHONES.reduce(
    (said, [wrong, right]) => said.replaceAll(wrong, right),
    plain(normalise(message)),
  );
  const spoken = text.replaceAll(/，|\.{2,}/gu, ",").replaceAll(ASKED_ABOUT, "");
  if (NO_OWNER.test(spoken) && !FOR_OWNER.test(spoken)) return [];
  const heard = cut(spoken.replaceAll(PAST, ""));
  return ownOf(heard).flatMap(({ text: words, asks, corrects, lists }) => {
    const others = WITH_ME.test(words) ? -1 : words.search(OTHERS);
    // 资产总额别人都写几千万: what it is about is kept.
    if (others >= 0) return others > 0 ? [{ text: words.slice(0, others), corrects, lists: false }] : [];
    if (!asks) return [{ text: words, corrects, lists }];
    const told = presupposed(words);
    return told === "" ? [] : [{ text: told, corrects: false, lists: false }];
  });
}

/** 二〇二二年 and 壹亿叁仟万, as they are read. */
function plain(text: string): string {
  return text
    .replaceAll(/[零〇○一二三四五六七八九]{4}(?=年)/gu, (year) =>
      [...year.replaceAll("○", "〇")]
        .map((digit) => "〇一二三四五六七八九".indexOf(digit.replace("零", "〇")))
        .join(""),
    )
    .replaceAll(/[壹贰叁肆伍陆柒捌玖][壹贰叁肆伍陆柒捌玖拾佰仟零万亿]+/gu, (sum) =>
      [...sum]
        .map((digit) => "一二三四五六七八九十百千".charAt("壹贰叁肆伍陆柒捌玖拾佰仟".indexOf(digit)) || digit)
        .join(""),
    );
}

/** 我开豆花店的 of 我开豆花店的咋没有: who asks. */
function presupposed(asked: string): string {
  const denies = asked.search(/哪来|哪有|哪里有/u);
  if (denies > 0) return asked.slice(0, denies);
  const happened = REMEDY.exec(asked)?.groups?.["happened"];
  if (happened !== undefined) return happened;
  if (!ASKER.test(asked)) return "";
  const owner = OWNER.exec(asked)?.[0];
  const operator = asked.search(OPERATOR);
  const at = operator < 0 ? asked.search(/是|有/u) : operator;
  return at > 0 ? asked.slice(0, at) : (owner ?? "");
}

/** Without what is supposed and what is told of somebody else. */
function ownOf(clauses: readonly Heard[]): Heard[] {
  let isStory = false;
  let isSupposed = false;
  return clauses.filter(({ text, ends }) => {
    if (STORY.test(text) || FOR_OTHERS.test(text)) isStory = true;
    else if (isStory && BACK.test(text)) isStory = false;
    const supposes = SUPPOSES.test(text);
    const isReal = !supposes && (!isSupposed || /^(?:现在|我|咱|俺|本)/u.test(text));
    isSupposed = (supposes || !isReal) && !ends;
    return !isStory && isReal;
  });
}

/** Cut at marks and blanks, not inside 12,000 or 2022.12.15. */
function cut(text: string): Heard[] {
  const clauses: Heard[] = [];
  for (const match of text.matchAll(
    /(?<words>(?:[^。!?！？;；,、\s()（）【】[\]…~“”"]|(?<=\d),(?=\d{3}(?!\d))|(?<=[\d十百千万亿])~(?=[\d一二两三四五六七八九十]))+)(?<mark>[。!?！？;；,、\s()（）【】[\]…~“”"]*)/gu,
  )) {
    const spoken = (match.groups?.["words"] ?? "").replace(CALLS, "").replace(LABEL, "");
    const mark = match.groups?.["mark"] ?? "";
    const parts = spoken.length > LONG ? spoken.split(BREATH) : [spoken];
    for (const [part, words] of parts.entries()) {
      const isLast = part === parts.length - 1;
      if (words === "") continue;
      const previous = clauses.at(-1);
      // 不对，是25个: the mark stands alone and corrects with what follows.
      const isMark = previous !== undefined && previous.text.length <= 11 && CORRECTS.test(previous.text);
      const isOther = previous !== undefined && /不是/u.test(previous.text) && /^(?:而)?是/u.test(words);
      clauses.push({
        text: words,
        asks: (isLast && /[?？]/u.test(mark)) || ASKS.test(words),
        corrects: isMark || isOther || CORRECTS.test(words),
        lists: isLast && mark === "、",
        ends: isLast && /[。!?！？;；]/u.test(mark),
      });
    }
  }
  // 餐饮、零售、旅游可以享受吗 asks of all three.
  return clauses.map((clause, at) =>
    clause.lists && clauses.slice(at + 1).find(({ lists }) => !lists)?.asks
      ? { ...clause, asks: true }
      : clause,
  );
}

/** What is said not to be: 不是网店, 不算工厂; 是不是 asks. */
const DENIED =
  /(?<!是|要|还)不(?:是|算|做|搞|开|叫)(?:说|什么|一家|啥)?[^，是]{1,12}?(?=[，是]|而是|$)|别按[^，]*|(?:写|登记|记|填|打|看|说|弄)成(?:了)?[^，]{1,12}?(?=[，是]|$)|以为[^，]{1,12}/gu;

/** What every denial holds; looked for first, for it costs less. */
const DENIES = ["不", "别按", "成", "以为"];

/** The same text with what is denied struck out, place by place. */
export function withoutDenied(text: string): string {
  if (!DENIES.some((word) => text.includes(word))) return text;
  return text.replaceAll(DENIED, (denied) => "×".repeat(denied.length));
}

/** The clauses with what is listed in one: 没遇到乱收费、乱罚款 denies both. */
export function withLists(clauses: readonly Clause[]): string[] {
  const texts: string[] = [];
  for (const [at, { text }] of clauses.entries()) {
    if (clauses[at - 1]?.lists) texts.push(`${texts.pop()}、${text}`);
    else texts.push(text);
  }
  return texts;
}
