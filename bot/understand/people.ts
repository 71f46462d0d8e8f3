/** 人数：which number is the people who work there. */
import { type Numeral, numeralsIn } from "./numerals.ts";

/** How far a count is to be trusted: a couple, some waiters, the staff, everybody together. */
export type Rank = "family" | "some" | "staff" | "total";
export const RANKS: readonly Rank[] = ["family", "some", "staff", "total"];

const STAFF =
  "连我|加上?我|带我|算上我|包括我|含我|含本人|连老板|我们店|店员|员工数|职工数|人员数|工人数|员工总数|职工总数|全算上|都算上|算上|从业人员|从业人数|从业|职工|员工|工人|伙计|雇员|雇工|人员|人数|总人数|人手|用工|用工数|在册|在职|在岗|团队|队伍|编制|社保人数|参保人数|手底下|手下|人头|人嘛?|全公司|全厂|全店|厂里|店里|公司里?|总人口|规模|雇了?|请了|用了|我们|咱们?|俺们?|共|合计|一共|总共|拢共|共计|统共|加起来|剩下?|全部";
const WORKERS =
  "合伙人|服务员|营业员|收银员?|店长|厨师|后厨|师傅|老师|教师|教练|阿姨|大姐|小妹|小哥|小伙|司机|导游|技师|技工|美容师|理发师|发型师|护士|医生|大夫|护工|保安|保洁|队员|管理层?|管理人员|行政|文员|会计|程序员|工程师|研发人员?|设计师|业务员|销售员?|快递员|骑手|管家|学徒|徒弟|帮工|小工|临时工|零工|长工|短工|钟点工|杂工|普工|焊工|木工|瓦工|车工|女工|男工|船员|水手|讲师|助教|裁缝|缝纫工|打包员|客服|主播|运营|库管|搬运工|装卸工|坐办公室的|干活的|兵|帮手|弟兄|劳力|人马|娃";
const FILL =
  "(?:大概|大约|大致|约莫|约|有|是|为|在|才|就|只有|只|了|:|差不多|不到|不足|不超过|至少|起码|超过|最多|顶多|将近|接近|近|上|也就|目前|现在|现有|如今|加上?我|连我|带我|算上我|包括我|含我|含本人|我|嘛|呢|吧|啊|倒|倒是|满打满算|撑死|还|都|里|里头|里面|这边|稳定在|保持在|固定|正式|一共|总共|共|合计|总的|的|大小|上下|前后|加)*$";
const TOTAL =
  /全算上|都算上|算上|全都加|全部加|合计|一共|总共|拢共|共计|统共|加起来|连我|加上?我|带我|算上我|包括我|含本人|含我|连老板|全公司|全店|全厂|总人数|总数|满打满算|连同|全部|连[^，]{1,6}(?:一共)?$/u;
const STAFF_BEFORE = new RegExp(`(?:${STAFF})${FILL}`, "u");
const WORKERS_BEFORE = new RegExp(`(?:${WORKERS})${FILL}`, "u");
const KIND = "(?:固定|正式|全职|在职|在编|技术|普通|一线|年轻|老|本地|外地|长期|兼职)?(?:的)?";
const PERSON_AFTER = new RegExp(
  `^\\s*(?:来|多|余)?(?:个|位|名|号|口|来号|多号)?${KIND}(?:人(?!民币|均|次|份|家|左右看|情)|员工|职工|工人|伙计|雇员|雇工|店员|教职工|从业|在编|编制)(?![次份天]|一天)`,
  "u",
);
const WORKERS_AFTER = new RegExp(`^\\s*(?:来|多|余)?(?:个|位|名|号|口)?${KIND}(?:${WORKERS})`, "u");
const COUNT =
  /^\s*(?:个|名|位|号|口|人)?(?=$|左右|上下|的样子|吧|嘛|啊|呢|多|来|每月|一个月|说|轮|干|忙|在|守|打理|就|都|出头|，|管|顾|社保|吃饭|，)/u;
const BARE_COUNT = /^\s*(?:个|名|位|号|口|人)?(?:左右|上下|的样子|吧|嘛|啊|呢|多|来|出头|才对|了)*$/u;
const BARE_LEAD =
  /^(?:是|有|就|也就|大概|大约|约|差不多|一共|总共|共|才|只有|现在|如今|应该是|实际|实为|为|正好|不到|不足|不超过|至少|超过|最多|还|剩|只剩|那就|我们?|：|:)*$/u;
const NOT_STAFF =
  /(?:能坐|可坐|坐得下|坐|容纳|接待|服务|客户|会员|学生|学员|社员|业主|粉丝|观众|住户?|读者|乘客|病人|食客|养活|供养|走了|跑了|辞了|裁了|裁掉|裁员|减了|少了|招|招了|新招|想招|需要|缺|缺了|派出|派出去|外派|派遣|其中|股东|介绍|每天|一天|每班|每组|每家|每个店|每店|平均每|来了|限|不到场|得罪|旺季|暑假|多了|培训|带了?|带动|帮扶|覆盖|辐射)(?:了|有|约|大概|过|的|工人|员工|职工|人|出去|是|个|去|临时|季节)*$/u;
const NOT_STAFF_AFTER =
  /^\s*(?:来|多|余)?(?:个|位|名|号|口)?(?:客|会员|顾客|学生|学员|老人|病人|患者|股东|客户|孩子|小孩|粉丝|业主|社员|朋友|亲戚|儿子|女儿|家人|人[^，]{0,4}(?:走了|离职|是(?:暑假|旺季|以前|高峰|前年|去年|临时))|人的(?:社保|工资)(?:要|得)|人以[上下]的|人(?:都|要)?(?:辞|走|离)|人就是|人一个月)/u;
/** 从三十个减到11个: the number before is no more. */
const NO_MORE =
  /^\s*(?:来|多|余)?(?:个|位|名|号|口|人)*(?:员工|工人)?(?:减|降|裁|缩|增|涨|扩|变|发展|掉|走到|砍|精简)[^，]{0,4}(?:到|至|成|为|剩)/u;
const CAME_TO =
  /(?:减|降|裁|缩|增|涨|扩|变|发展|走|精简|砍|剩|掉)(?:少|加|员|掉|展)?(?:到|至|成|为|得|剩|只剩|了|下)*(?:现在|如今|只有|就)*$/u;

const KINSFOLK =
  "爱人|老公|老婆|媳妇|对象|老伴|先生|太太|丈夫|妻子|婆娘|爸|妈|父亲|母亲|老爹|老妈|儿子|女儿|闺女|弟弟?|妹妹?|哥哥?|姐姐?|表[哥弟姐妹]|堂[哥弟姐妹]|小舅子|小姨子|嫂子|朋友|同学|合伙人|徒弟|闺蜜|家里人|女朋友|男朋友";
const TWO = new RegExp(
  `(?:两口子|夫妻(?:俩|二人|两人|两个)?(?!店|档|老婆)|夫妇(?:俩|二人)?|老两口|小两口|爷俩|娘俩|父子俩?|父女俩?|母女俩?|母子俩?|兄弟俩|姐妹俩|姊妹俩|哥俩|姐俩|婆媳俩|叔侄俩|我们俩|咱俩|俺俩|我俩|(?:我|俺)(?:就)?[和跟同与带](?:我|俺|一个|着)*(?:${KINSFOLK}|徒弟|学徒|小工|帮工|伙计))`,
  "u",
);
const ALONE =
  /就(?:是)?(?:我|俺)自己|(?:我|俺)自己(?:一?个?人)?(?:单?干|守|跑|开|做|弄|摆|忙|打理)|(?:就|只有|光)(?:我|俺)(?:一|1)个?(?:人)?|光杆|没(?:请|雇)(?:过)?人[^，]{0,4}(?:自己|我)|(?:我|俺)(?:一|1)个人(?:在|就)?(?:干|守|跑|开|做|弄|摆|忙|撑|看|打理|经营|搞|管)|独自经营/u;
const PLUS = /(?:[再另]?外?加|带|还有|雇了?|请了?|领着?|[和跟与]|找了?|用了?|招了?)(?:了|上|着|一共)*$/u;
const WORKING =
  /(?:自己|俩|两人|二人|一起|在|就|,)*(?:打理|干|忙|守|经营|开(?!始)|做|撑|看店|管|弄|顾|轮|操持|张罗|支|搞|跑|摆|$)/u;

/** 我们俩带个徒弟 */
const ONE_MORE =
  /^[，,]?(?:再|另外?|还)?(?:带|加|雇|请)(?:了|着|上)?个(?:徒弟|学徒|小工|帮工|伙计|阿姨|服务员|店员|工人)$/u;

/** How far a word may stand from its number. */
const NEAR = 24;

/** What a number says of people; nothing where it is of something else. */
export function rankOf(text: string, numeral: Numeral): Rank | "gone" | undefined {
  const before = text.slice(Math.max(0, numeral.start - NEAR), numeral.start);
  const after = text.slice(numeral.end, numeral.end + NEAR);
  if (
    numeral.scaled &&
    !/^\s*(?:多|来|余)?(?:个|名|位|号)?(?:人|员工|职工|工人)/u.test(after) &&
    numeral.max >= 10_000
  )
    return undefined;
  if (NO_MORE.test(after) && /从|由|原/u.test(before)) return "gone";
  if (NOT_STAFF.test(before) || NOT_STAFF_AFTER.test(after)) return undefined;
  const isTotal = TOTAL.test(before);
  if (WORKERS_AFTER.test(after)) return isTotal ? "total" : "some";
  if (PERSON_AFTER.test(after)) {
    if (isTotal) return "total";
    return WORKERS_BEFORE.test(before) && !STAFF_BEFORE.test(before) ? "some" : "staff";
  }
  if (!COUNT.test(after)) return undefined;
  if (CAME_TO.test(before) && /人|员工|职工|工人/u.test(before)) return "staff";
  // 我们30 alone could be anything; 我们30个 is people.
  const isCounted = /^\s*(?:个|名|位|号|口)/u.test(after);
  if (numeral.scaled && !isCounted && numeral.max >= 1000 && !/员工|职工|工人|人数|从业/u.test(before))
    return undefined;
  if (WORKERS_BEFORE.test(before)) return isTotal ? "total" : "some";
  if (
    STAFF_BEFORE.test(before) &&
    (isCounted ||
      /(?:员|工|人数?|总?数|从业|在册|人手|用工|人嘛):?(?:大概|大约|约|有|是|为|才|就|只有|不到|不足|不超过|至少|起码|超过|最多|近|将近|:|也就|一共|总共|共|现有|在)*$/u.test(
        before,
      ))
  )
    return isTotal ? "total" : "staff";
  return undefined;
}

/** A clause that is a count and no more: 七八个. */
export function isBareCount(text: string, { start, end, scaled, max }: Numeral): boolean {
  return (
    (!scaled || max < 10_000) &&
    (BARE_LEAD.test(text.slice(0, start)) || TOTAL.test(text.slice(0, start))) &&
    BARE_COUNT.test(text.slice(end))
  );
}

/** Whether the clause speaks of staff, so that a bare count after it is of them. */
export function speaksOfPeople(text: string): boolean {
  return /(?:员工|职工|工人|人员|从业|人手|人数|团队|伙计)[^，]{0,6}$|人(?:嘛|呢|吧|啊|头)?$|人(?:倒|也|是|都|可|真)*(?:不多|少|不少|多)$/u.test(
    text,
  );
}

/** 夫妻店，另外请了三个小工: helpers beside the family. */
export function helpersIn(text: string, family: string): number | undefined {
  if (!/^(?:另外|还|又|再|平时|现在|加上|就)*(?:雇|请|招|找|加)/u.test(text)) return undefined;
  const isOne = /就我(?!们|俩|[和跟])/u.test(family);
  if (!isOne && !/夫妻|两口子|夫妇|我和|我跟/u.test(family)) return undefined;
  const [helpers] = numeralsIn(text);
  if (helpers === undefined || helpers.min !== helpers.max || helpers.max > 20) return undefined;
  if (!/^(?:个|名|位)(?!月|孩子|小时)/u.test(text.slice(helpers.end))) return undefined;
  return (isOne ? 1 : 2) + helpers.min;
}

const FAMILY = /俩|口子|夫|[和跟同与带]|自己|[一1]个|单干|光杆|[请雇]|独自|[父母]/u;

/** 我们两口子加一个伙计 is three. */
export function familyIn(text: string): { count: number; rank: Rank } | undefined {
  if (!FAMILY.test(text)) return undefined;
  const two = TWO.exec(text);
  const alone = two === null ? ALONE.exec(text) : null;
  const group = two ?? alone;
  if (group === null) return undefined;
  const end = group.index + group[0].length;
  const rest = text.slice(end);
  const count = two === null ? 1 : 2;
  if (ONE_MORE.test(rest)) return { count: count + 1, rank: "staff" };
  for (const { start, end: stop, min, max } of numeralsIn(rest)) {
    const isHelper = /^(?:个|名|位|口)/u.test(rest.slice(stop)) && PLUS.test(rest.slice(0, start));
    if (isHelper && min === max && !/^(?:个)?(?:孩子|娃|儿子|女儿|月|店|门面|摊)/u.test(rest.slice(stop)))
      return { count: count + min, rank: "staff" };
  }
  if (alone !== null || WORKING.test(rest.slice(0, 8))) return { count, rank: "family" };
  return undefined;
}
