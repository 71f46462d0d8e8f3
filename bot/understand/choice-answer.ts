/** 选一个：what an answer says to the questions for the kind of business and its trade. */
import type { IsoDate } from "../../knowledge/index.ts";
import type { Lexicon } from "./lexicon.ts";
import { toldIn, withoutPast } from "./own-affairs.ts";
import type { Remark } from "./remarks.ts";
import { toldFacts } from "./told-facts.ts";

const ENTITIES: readonly (readonly [entity: string, words: RegExp])[] = [
  [
    "other",
    /民办非企业|民非|(?<!给|和|跟|为|向)合作社|协会|商会|学会|事业单位|社会(?:组织|团体|服务)|慈善|卫生(?:院|服务)|福利(?:院|机构)|社团|基金会|(?<!老)(?:公办|民办)(?=学校|医院|幼|机构|的)|公立|村委|居委|村集体|村办|自然人(?!独资|投资|控股|股东)|自由职业|(?:没|未|无)(?:有|去)?(?:办|领|注册|登记|拿)?过?(?:[^，公司]{0,3}(?:执照|登记|注册|证)|(?=$))|没(?:办|注册|登记)过?|无照|没照|哪(?:里|儿)?[来有](?:的)?[^，公司]{0,3}(?:执照|证)|(?:两个|两种|哪个|哪种|这俩|俩)?都不(?:是|算)|^其[他它]的?$|^别的$|机关|律(?:师事务)?所|宗教|寺|政府(?:机构|部门)/u,
  ],
  ["individual", /个体|工商户|个私|个人经营(?!贷)|个体经营|类型.{0,4}个体/u],
  [
    "enterprise",
    /个独|公司(?!上班|打工|名下)|企业(?!主管|家)|有限责任|有限|股份|(?:普通|有限)合伙|合伙(?=企业|制|$|的?$|的?公司)(?<![跟和与同][^，]{0,5})|独资|集团|国企|央企|民企|私企|外企|法人企业|一人有限/u,
  ],
];
/** 不是公司, 没注册公司: not this. */
const DENIED =
  /(?<!是)(?:不(?:是|算|属于)|没(?:有)?(?:注册|开|办|成立)(?:过)?|不开|没有|注销了?|并非|非)(?=[^，]{0,6}(?:公司|企业|个体|工商户|合作社|有限))(?!企业单位|企业组织)[^，是]*?(?:公司|企业|个体工商户|个体户?|工商户|合作社|有限)(?:的)?/gu;
const NOT_A_COMPANY = /民办非企业(?:单位)?|非企业/gu;
/** 说公司抬举我了 */
const FLATTERY = /(?:说|叫|算)(?:是)?(?:公司|企业)(?:抬举|太大|高攀|过了)[^，]*/gu;
/** Not yet: 准备转公司. */
const PLANNED =
  /(?:准备|打算|想|计划|考虑|正在|马上|以后|将来|明年)[^，]{0,6}(?:转|注册|变|升|办|成立|改)[^，]*/gu;
const NOT_MINE =
  /(?:代办|代账|代理|中介|财务|注册)公司|(?:给|和|跟|为|向|找|帮|加盟)[^，]{0,6}(?:公司|企业|集团|合作社)(?:打工|上班|做|供|签|干|送|合作|的)/gu;
/** Turned into, or what it really is: the last counts. */
const TURNED =
  /.*(?:其实|实际上?|说到底|重新(?:办|注册|登记)|转成|变成|改成|改为|变更为|转为|升级为?|升成|个转企|转了)/u;

/** 不是企业也不是个体 */
const NEITHER =
  /(?:不是|不算|没)[^，]{0,4}(?:企业|公司)[，也又]{0,2}(?:不是|不算|没)[^，]{0,4}个体|(?:不是|不算)个体[户]?[，也又]{0,2}(?:不是|不算)[^，]{0,4}(?:企业|公司)/u;

export function entityIn(remarks: readonly Remark[]): string | undefined {
  const said = wordsOf(remarks);
  if (/个转企|个体转企/u.test(said)) return "enterprise";
  if (NEITHER.test(said)) return "other";
  if (/^前者|^前一[个种]/u.test(said)) return "enterprise";
  if (/^后者|^后一[个种]/u.test(said)) return "individual";
  const plain = said
    .replace(TURNED, "")
    .replaceAll(PLANNED, "")
    .replaceAll(NOT_MINE, "")
    .replaceAll(FLATTERY, "")
    .replaceAll(NOT_A_COMPANY, "民非")
    .replaceAll(DENIED, "")
    .replaceAll(/农民专业合作社(?:企业)?/gu, "合作社");
  const found = ENTITIES.filter(([, words]) => words.test(plain)).map(([entity]) => entity);
  return found.length === 1 ? found[0] : undefined;
}

/** 又批发又零售: no one of them. */
const EQUALLY =
  /一半(?:一半|对半|$)|各(?:占)?一半|五五开|又.{1,8}又|都(?:做|有|干|搞|占)|兼(?:做|营)|两样|两块/u;
const MAINLY = /主要|为主|主营|大头|主业|多半|七成|八成|九成|顺带|偶尔|少量|一点点?|也(?:做|有|卖|种|搞)/u;

/** Sells to those who sell. */
const SUPPLIES =
  /批(?:海鲜|水产|水果|蔬?菜|肉|粮油|衣服|服装|货|百货|建材|酒|烟酒)|二道贩子|给(?:饭店|餐馆|饭馆|食堂|酒店|超市|商店|小卖部|学校)(?:们)?[^，]{0,2}(?:供|配)(?:货|菜|料|肉)|来(?:拿货|进货)(?!的?地方)/u;
/** 保洁保安都管，就是物业 */
const SUMMED_UP = /(?<!不)(?:就是|属于|算是|也就是)(?!说|卖|给)[^，]*$/u;
const CUSTOMERS =
  /(?<=[卖供送批销][^，]{0,6})给[^，]*|给[^，人]{1,6}?(?=洗|送|供|修|装|运|拉)|(?:客户|主顾|下家|买家)(?:们)?(?:多|都|大多|主要|基本|大部分)?是[^，]*/gu;

export function industryIn(
  remarks: readonly Remark[],
  choices: Readonly<Record<string, string>>,
  asOf: IsoDate,
  lexicon: Lexicon,
): string | undefined {
  const whole = wordsOf(remarks);
  const said = whole.replaceAll(CUSTOMERS, "");
  const trades = new Set(lexicon.trades.matchesIn(said).map(({ industry }) => industry));
  if (trades.size > 1 && EQUALLY.test(said) && !MAINLY.test(said)) return undefined;
  if (SUPPLIES.test(whole)) return "wholesale";
  const sum = SUMMED_UP.exec(said)?.[0] ?? "";
  const summed = lexicon.trades.matchesIn(sum)[0]?.industry ?? looselyIn(sum);
  if (summed !== undefined) return summed;
  const told = toldFacts(said, asOf, lexicon)["industry"];
  if (typeof told === "string") return told;
  if (trades.size === 1) return [...trades][0];
  if (trades.size > 1) return lexicon.trades.matchesIn(said)[0]?.industry;
  const named = Object.entries(choices).find(([, name]) => namesOf(name).some((word) => said.includes(word)));
  return named?.[0] ?? looselyIn(said);
}

function looselyIn(said: string): string | undefined {
  return ASKED_FOR.find(([, words]) => words.test(said))?.[0];
}

/** Words too loose to tell a trade out of the blue, though not in answer to the question for it. */
const ASKED_FOR: readonly (readonly [industry: string, words: RegExp])[] = [
  ["propertyManagement", /物业/u],
  ["realEstate", /开发商|房地产|地产|商品房|楼盘|盖楼卖/u],
  ["utilities", /[供送]暖|供热|热力|供[水电气]|发电|电厂|水厂|自来水|燃气|光伏电站/u],
  ["construction", /装修|刷墙|贴砖|水电安装|防水|建筑|工程|施工|包工|工地|盖房|土建/u],
  ["post", /快递|驿站|邮政|顺丰|[圆中申]通|韵达|极兔/u],
  ["warehousing", /仓[储库]|冷库/u],
  ["transport", /物流|货运|客运|运输|拉货|跑车|跑长途|货车|大巴|网约车|出租车/u],
  ["travelAgency", /旅行社|组团|地接/u],
  ["tourism", /景[区点]|旅游|漂流|游乐/u],
  ["accommodation", /住宿|宾馆|酒店|旅馆|民宿|客栈/u],
  ["catering", /餐饮|饭[馆店]|小吃|餐[馆厅]|吃的|外卖|食堂|奶茶|火锅|烧烤|面馆|早点|卤[味菜肉]|夜宵/u],
  ["software", /软件|编程|程序|app|系统开发/u],
  ["telecom", /通信|宽带|机房|互联网接入/u],
  ["mining", /矿|采石|采砂|挖[沙煤]/u],
  ["agriculture", /种[地田菜植粮果]|养[殖猪鸡牛羊鸭鱼虾蜂]|果园|大棚|农/u],
  ["wholesale", /批发|经销|代理商/u],
  ["retail", /零售|超市|便利店|小卖部|小店卖|卖[^，]{1,4}的|网店|门市/u],
  ["businessServices", /租赁|中介|咨询|广告|会展|劳务|代理记账|人力资源|保安/u],
  ["culture", /文化|演出|影视|影院|健身|ktv|网吧|体育|娱乐|剧本/u],
  [
    "manufacturing",
    /厂|制造|加工|生产|条线|[做产][^，]{0,4}(?:箱|件|模具|家具|板材|鞋|布|服装|机器|材料)的/u,
  ],
  [
    "other",
    /教育|培训|学校|幼儿园|美[容发甲]|理发|维修|修车|洗车|医疗|诊所|养老|家政|宠物|洗衣|摄影|婚庆|殡葬/u,
  ],
];

/** 信息传输（含互联网服务） → 信息传输; 租赁和商务服务 → 租赁, 商务服务. 其他 says nothing by itself. */
function namesOf(name: string): string[] {
  return name
    .replace(/（.*$/u, "")
    .split(/[、和及]/u)
    .filter((word) => word.length > 1 && word !== "其他");
}

function wordsOf(remarks: readonly Remark[]): string {
  return withoutPast(toldIn(remarks))
    .map(({ text }) => text)
    .join("，");
}
